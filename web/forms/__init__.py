"""A form field for each type of question, matched by the type's name. What is valid, the question alone decides."""

from web.forms.fields import ASKED, FIELDS, PageForm, QuestionField, form_for

__all__ = ["ASKED", "FIELDS", "PageForm", "QuestionField", "form_for"]
