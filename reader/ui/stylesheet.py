"""The style sheet of the parts that Qt's own style draws: menus, tool tips, fields, buttons, tables, scroll bars."""

from __future__ import annotations

from reader.ui.palette import IN_SHEETS as _C

SHEET = f"""
QWidget {{ color: {_C.ink}; }}
QMainWindow, QDialog {{ background: {_C.window}; }}
QToolTip {{ color: {_C.on_primary}; background: {_C.primary}; border: 1px solid {_C.primary}; padding: 3px 7px; }}
QMenu {{ background: {_C.card}; border: 1px solid {_C.border}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {_C.hover}; color: {_C.ink}; }}
QMenu::item:disabled {{ color: {_C.ink3}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {_C.hairline}; margin: 4px 8px; }}
QMenu::indicator {{ width: 14px; height: 14px; padding-left: 8px; }}
QLineEdit, QPlainTextEdit, QTextEdit {{
    background: {_C.card}; border: 1px solid {_C.input_border}; border-radius: 6px; padding: 4px 8px;
    selection-background-color: {_C.selection}; selection-color: {_C.ink};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {_C.head}; padding: 3px 7px; }}
QPushButton {{
    background: {_C.card}; border: 1px solid {_C.border}; border-radius: 6px; padding: 5px 14px; min-height: 20px;
}}
QPushButton:hover {{ background: {_C.hover}; }}
QPushButton:pressed {{ background: {_C.pressed}; }}
QPushButton:focus {{ border: 2px solid {_C.head}; padding: 4px 13px; }}
QPushButton:default {{ background: {_C.primary}; color: {_C.on_primary}; border-color: {_C.primary}; }}
QPushButton:disabled {{ color: {_C.ink3}; background: {_C.window}; border-color: {_C.hairline}; }}
QTableView, QTreeView, QListView {{
    background: {_C.card}; alternate-background-color: {_C.panel}; border: 1px solid {_C.border};
    selection-background-color: {_C.pressed}; selection-color: {_C.ink}; outline: 0;
}}
QHeaderView::section {{
    background: {_C.panel}; color: {_C.ink2}; border: 0; border-bottom: 1px solid {_C.hairline}; padding: 6px 8px;
}}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {_C.border}; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {_C.input_border}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {_C.hairline}; }}
QCheckBox:focus, QRadioButton:focus {{ outline: 2px solid {_C.head}; }}
"""
