import os

import pytest

import sheets


class TestReplacing:
    def test_the_file_appears_when_the_block_ends(self, tmp_path):
        path = tmp_path / "pack.csv"

        with sheets.replacing(path) as temporary:
            temporary.write_text("new")
            before = path.exists()

        assert (before, path.read_text(), list(tmp_path.iterdir())) == (False, "new", [path])
        assert temporary.parent == tmp_path

    def test_after_an_error_the_old_file_is_untouched(self, tmp_path):
        path = tmp_path / "pack.csv"
        path.write_text("old")

        with pytest.raises(ZeroDivisionError), sheets.replacing(path) as temporary:
            temporary.write_text("half") / 0

        assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])

    def test_the_file_follows_the_umask(self, tmp_path):
        mask = os.umask(0o027)
        try:
            with sheets.replacing(tmp_path / "pack.csv"):
                pass
        finally:
            os.umask(mask)

        assert (tmp_path / "pack.csv").stat().st_mode & 0o777 == 0o640

    def test_a_missing_folder_is_a_sheet_error(self, tmp_path):
        with (
            pytest.raises(sheets.UnwritableFileError, match=r"^x\.csv: cannot be written: "),
            sheets.replacing(tmp_path / "gone" / "x.csv"),
        ):
            pass

    def test_a_folder_is_not_replaced_by_a_file(self, tmp_path):
        (tmp_path / "taken").mkdir()

        with pytest.raises(sheets.UnwritableFileError), sheets.replacing(tmp_path / "taken"):
            pass
        assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
