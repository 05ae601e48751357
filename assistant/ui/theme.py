"""Colours and fonts: ink on newsprint, and only fonts that the reader's system has."""

from gradio.themes import Base
from gradio.themes.utils import colors

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")

THEME = Base(primary_hue=colors.blue, neutral_hue=colors.stone, font=_SANS, font_mono=_SANS).set(
    body_background_fill="#faf8f3",
    body_background_fill_dark="#171614",
    color_accent="#1d4e79",
    body_text_color="#1f1d1a",
    body_text_color_dark="#e7e3da",
    body_text_color_subdued="#6b655b",
    body_text_color_subdued_dark="#a39c8f",
    background_fill_primary="#fffefb",
    background_fill_primary_dark="#1f1e1b",
    background_fill_secondary="#f3efe6",
    background_fill_secondary_dark="#262420",
    block_background_fill="transparent",
    block_background_fill_dark="transparent",
    block_border_width="0px",
    block_shadow="none",
    border_color_primary="#ddd6c8",
    border_color_primary_dark="#3a3731",
    link_text_color="#1d4e79",
    link_text_color_dark="#8fbce6",
    button_primary_background_fill="#1d4e79",
    button_primary_background_fill_dark="#2f6ba3",
    button_primary_background_fill_hover="#163c5e",
    button_primary_background_fill_hover_dark="#3c7ab5",
    button_primary_text_color="#ffffff",
    button_secondary_background_fill="transparent",
    button_secondary_background_fill_dark="transparent",
    button_secondary_border_color="#cfc7b6",
    button_secondary_border_color_dark="#4a463e",
    button_border_width="1px",
    button_primary_border_color="transparent",
    button_primary_border_color_dark="transparent",
)
