import pytest

from nlp.risk import is_urgent


class TestIsUrgent:
    @pytest.mark.parametrize(
        "text",
        [
            "I feel suicidal and nobody calls back",
            "I don’t want to be here, I want to end my life",
            "My son says he will kill himself",
            "My partner hits me and I am scared for my life",
            "Mum was left on the floor all night",
            "A carer slapped my dad",
            "He collapsed with chest pains and was sent home",
            "There is a gas leak in the corridor",
            "The child next door is being neglected",
            "She took an overdose last night",
            "my father died because nobody came",
            "The nurse kicked me",
            "My dad kicked me out last night",
            "I wrote on the website that I want to end my life and it kicked me out",
            "He says he will burn the flat down and he will kill us",
            "The toddler next door is left alone every night",
            "I am sleeping in my car with a baby",
        ],
    )
    def test_someone_may_come_to_harm(self, text):
        assert is_urgent(text)

    @pytest.mark.parametrize(
        "text",
        [
            "I am dying to hear back from you",
            "Just killing time in the waiting room",
            "It's murder trying to park",
            "The deadline was missed again",
            "The wait nearly killed my enthusiasm",
            "Bored to death in that queue",
            "The crisis team were wonderful",
            "A bloody good service, to die for",
            "People abuse the system",
            "I had lost the will to live by page nine of the form",
            "The flu jab did not hurt at all",
            "The online form for free school meals kicked me out 4 times",
            "The website kicked us off again",
            "The website beat me, so I went to the library",
        ],
    )
    def test_a_figure_of_speech_is_not_urgent(self, text):
        assert not is_urgent(text)


class TestInWelsh:
    @pytest.mark.parametrize(
        "text",
        [
            "Dw i eisiau marw ac does neb yn gwrando",
            "Mae fy mab yn niweidio ei hun... dw i'n niweidio fy hun hefyd",
            "Dw i wedi meddwl am hunanladdiad",
            "Does dim rheswm i fyw bellach",
            "Mae fy ngŵr yn bygwth fy lladd i",
            "Trais domestig yw hyn, helpwch fi",
            "Dyw hi ddim yn ddiogel gartref",
            "Roedd hi'n methu anadlu a neb yn dod",
            "Mae arogl nwy yn y cyntedd",
            "Dim gwres ers wythnos ac mae'r babi'n rhewi",
            "Bu farw fy nhad ar ôl aros am ambiwlans",
            "Roedd ganddo gyllell, roedd yn bygwth staff",
        ],
    )
    def test_someone_may_come_to_harm(self, text):
        assert is_urgent(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Dw i bron â marw eisiau clywed yn ôl",
            "Roedd y staff yn garedig iawn",
            "Mae'r wefan wedi bod yn araf drwy'r wythnos",
            "Dim byd i'w ddweud, diolch",
            "Roedd y plant wrth eu bodd yn y llyfrgell",
        ],
    )
    def test_what_is_said_every_day_is_not_urgent(self, text):
        assert not is_urgent(text)
