import pytest

from models.sealing import Keyring, LockedError, SealBrokenError, Sealed, keyring

KEY, OTHER = b"k" * 32, b"o" * 32


class TestKeyring:
    def test_what_was_sealed_opens(self, ring):
        assert ring.unseal(ring.seal("cŵn".encode(), "draft"), "draft") == "cŵn".encode()

    def test_nothing_of_it_can_be_read(self, ring):
        assert b"secret" not in ring.seal(b"a secret of some length", "draft")

    def test_the_same_is_never_sealed_the_same(self, ring):
        assert len({ring.seal(b"x", "draft") for _ in range(50)}) == 50

    def test_another_key_does_not_open_it(self, ring):
        sealed = ring.seal(b"x", "draft")
        ring.unlock(OTHER)

        with pytest.raises(SealBrokenError, match="a sealed draft does not open with DATA_KEY"):
            ring.unseal(sealed, "draft")

    def test_nor_does_one_for_the_same_draft_that_was_used_before(self, ring):
        sealed = ring.seal(b"x", "message", whose="draft")
        ring.unlock(OTHER)

        with pytest.raises(SealBrokenError):
            ring.unseal(sealed, "message", whose="draft")

    def test_it_opens_for_its_purpose_only(self, ring):
        with pytest.raises(SealBrokenError):
            ring.unseal(ring.seal(b"x", "draft"), "comment")

    def test_a_changed_byte_anywhere_is_noticed(self, ring):
        sealed = ring.seal(b"words", "draft")

        for place in range(len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with pytest.raises(SealBrokenError):
                ring.unseal(bytes(changed), "draft")

    @pytest.mark.parametrize("cut", [b"", b"\0" * 3, b"\x01", b"\x01" * 4, b"\x01" * 13, b"\x01" * 20])
    def test_a_piece_of_it_is_broken(self, ring, cut):
        with pytest.raises(SealBrokenError):
            ring.unseal(cut, "draft")

    def test_without_the_key_nothing_is_sealed_or_opened(self, ring):
        sealed = ring.seal(b"x", "draft")

        with pytest.raises(LockedError):
            Keyring().seal(b"x", "draft")
        with pytest.raises(LockedError):
            Keyring().unseal(sealed, "draft")

    def test_an_error_says_nothing_of_the_value(self, ring):
        with pytest.raises(SealBrokenError) as caught:
            ring.unseal(b"my secret words, long enough", "comment")
        assert "secret" not in str(caught.value)

    @pytest.fixture
    def ring(self):
        ring = Keyring()
        ring.unlock(KEY)
        return ring


class TestSealed:
    @pytest.mark.parametrize("value", ["cŵn\n\ud800", {"answers": {"a": None, "b": 4}}, [], "", 0])
    def test_it_comes_back_as_it_went_in(self, unlocked, value):
        column = Sealed("draft")

        assert column.process_result_value(column.process_bind_param(value, None), None) == value

    def test_none_stays_none(self, unlocked):
        assert Sealed("draft").process_bind_param(None, None) is None
        assert Sealed("draft").process_result_value(None, None) is None

    @pytest.fixture
    def unlocked(self, monkeypatch):
        monkeypatch.setattr(keyring, "_cipher", None)
        keyring.unlock(KEY)
