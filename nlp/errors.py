"""What can go wrong between a pipeline's files and an answer."""

from __future__ import annotations

from pathlib import Path


class LanguageError(Exception):
    """The language analysis cannot do what was asked."""


class PipelineMissingError(LanguageError):
    """There is no trained pipeline where one was expected."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"there is no trained pipeline named {folder.name!r}")
        self.folder = folder


class PipelineDamagedError(LanguageError):
    """A pipeline's file is not the one that its card describes."""

    def __init__(self, folder: Path, file: str) -> None:
        super().__init__(f"pipeline {folder.name!r} is damaged: {file} is not the file that its card describes")
        self.folder, self.file = folder, file


class ThemeSetError(LanguageError):
    """A source asks for a theme set that the pipeline was not trained on."""

    def __init__(self, asked: str, known: str) -> None:
        super().__init__(f"the pipeline knows the theme set {known!r}, not {asked!r}")
        self.asked, self.known = asked, known


class TooFewExamplesError(LanguageError):
    """There is not enough labelled data to learn from."""

    def __init__(self, found: int, fault: str) -> None:
        super().__init__(f"{found} labelled comments are too few to learn from: {fault}")
        self.found, self.fault = found, fault


class TrainingMissingError(LanguageError):
    """What teaches an encoder is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(f"{package} is not installed: teaching the encoder needs the packages of locks/training.txt")
        self.package = package


class SimilarityModelError(LanguageError):
    """The model that compares texts is missing, or is another one."""

    def __init__(self, file: str, package: str) -> None:
        super().__init__(f"{file} of the package {package} is missing or is not the file that was measured")
        self.file, self.package = file, package
