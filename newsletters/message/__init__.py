"""From the words of a version to what leaves: page, HTML, text, PDF, mail (N-080 to N-084)."""

from newsletters.message.content import Content, Image, Part
from newsletters.message.mime import TOKEN, Mail, headers_for, make_mail
from newsletters.message.rendering import Rendered, render

__all__ = ["TOKEN", "Content", "Image", "Mail", "Part", "Rendered", "headers_for", "make_mail", "render"]
