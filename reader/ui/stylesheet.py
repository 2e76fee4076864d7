"""The style sheet of the parts that Qt's own style draws: menus, tool tips, fields, buttons, tables, scroll bars."""

from __future__ import annotations

from reader.ui.theme import Theme


def stylesheet(theme: Theme) -> str:
    """Return the application's style sheet for a theme."""
    t = theme
    return f"""
    QWidget {{ color: {t.ink}; }}
    QMainWindow, QDialog {{ background: {t.window}; }}
    QToolTip {{ color: {t.on_primary}; background: {t.primary}; border: 1px solid {t.primary}; padding: 3px 7px; }}
    QMenu {{ background: {t.card}; border: 1px solid {t.border}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.hover}; color: {t.ink}; }}
    QMenu::item:disabled {{ color: {t.ink3}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::separator {{ height: 1px; background: {t.hairline}; margin: 4px 8px; }}
    QMenu::indicator {{ width: 14px; height: 14px; padding-left: 8px; }}
    QLineEdit, QPlainTextEdit, QTextEdit {{
        background: {t.card}; border: 1px solid {t.input_border}; border-radius: 6px; padding: 4px 8px;
        selection-background-color: {t.selection}; selection-color: {t.ink};
    }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.head}; padding: 3px 7px; }}
    QPushButton {{
        background: {t.card}; border: 1px solid {t.border}; border-radius: 6px; padding: 5px 14px; min-height: 20px;
    }}
    QPushButton:hover {{ background: {t.hover}; }}
    QPushButton:pressed {{ background: {t.pressed}; }}
    QPushButton:focus {{ border: 2px solid {t.head}; padding: 4px 13px; }}
    QPushButton:default {{ background: {t.primary}; color: {t.on_primary}; border-color: {t.primary}; }}
    QPushButton:disabled {{ color: {t.ink3}; background: {t.window}; border-color: {t.hairline}; }}
    QTableView, QTreeView, QListView {{
        background: {t.card}; alternate-background-color: {t.panel}; border: 1px solid {t.border};
        selection-background-color: {t.pressed}; selection-color: {t.ink}; outline: 0;
    }}
    QHeaderView::section {{
        background: {t.panel}; color: {t.ink2}; border: 0; border-bottom: 1px solid {t.hairline}; padding: 6px 8px;
    }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {t.border}; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {t.input_border}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {t.hairline}; }}
    QCheckBox:focus, QRadioButton:focus {{ outline: 2px solid {t.head}; }}
    """
