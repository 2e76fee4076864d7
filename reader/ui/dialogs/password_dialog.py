"""The dialog that asks what a protected file opens with."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS


class PasswordDialog(QDialog):
    """Asks for one file's password, which nobody keeps; Esc gives this file up.

    Args:
        appearance: Colours and faces.
        question: Which file is protected, in a sentence.
        wrong: Whether it was asked for before, and another password given.
    """

    def __init__(self, appearance: Appearance, question: str, *, wrong: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password")
        self.question = QLabel(question, self)
        self.question.setWordWrap(True)
        self.question.setFont(appearance.interface_font(13, 650))
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Password")
        self.password.setAccessibleDescription(question)
        self.problem = QLabel("That password does not open it. Try another one.", self)
        self.problem.setFont(appearance.interface_font(12))
        self.problem.setStyleSheet(f"color: {appearance.theme.failure};")
        self.problem.setVisible(wrong)
        remark = QLabel("It is used to read the file now, and kept nowhere.", self)
        remark.setFont(appearance.interface_font(12))
        remark.setStyleSheet(f"color: {IN_SHEETS.ink2};")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Open")
        self.ok.setEnabled(False)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("Leave it out")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.password.textChanged.connect(lambda text: self.ok.setEnabled(bool(text)))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for part in (self.question, self.password, self.problem, remark):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setMinimumWidth(420)
        if wrong:
            self.setAccessibleDescription(self.problem.text())
