"""Whom a comment praises by name, as the whole pipeline finds it."""

import pytest

from nlp import Source


class TestPraised:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Thank you Priya", ["Priya"]),
            ("Thank you, Priya!", ["Priya"]),
            ("Thanks to Priya for all the help.", ["Priya"]),
            ("Shout out to Tom and Priya, they were amazing", ["Tom", "Priya"]),
            ("Excellent service from Priya", ["Priya"]),
            ("Very friendly staff, especially Priya", ["Priya"]),
            ("I cannot praise Dr Lee highly enough, so caring and skilled.", ["Lee"]),
            ("I called about my rent. Priya listened and was ever so kind.", ["Priya"]),
            ("I wish to thank my social worker Priya for her help and kindness.", ["Priya"]),
            ("The nurse was lovely. Her name was Priya.", ["Priya"]),
            ("Priya was not rude at all, she was so kind and helpful.", ["Priya"]),
            ("Really kind staff.", []),
            ("n/a", []),
            ("", []),
        ],
    )
    def test_praise_alone(self, praised, text, names):
        assert praised(text) == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Dr Wood was rude, but Nurse Ama was lovely", ["Ama"]),
            ("Priya was great but Tom was hopeless", ["Priya"]),
            ("Priya was lovely. The website is rubbish. Tom was horrible to me.", ["Priya"]),
            ("Huge thanks to Priya who sorted out my boiler. The website is rubbish though.", ["Priya"]),
            ("The queue is a joke. Tom was the only one who was friendly.", ["Tom"]),
            ("I saw Dr Wood. He was lovely but the wait was awful.", ["Wood"]),
            (
                "The waiting was terrible. I complained to Mr Hill and nothing happened. Nurse Ama was lovely though.",
                ["Ama"],
            ),
            (
                "Dr Lee and Dr Patel explained everything clearly. They were both so caring. Parking was a nightmare.",
                ["Lee", "Patel"],
            ),
            ("Spoke to Bronwen, very helpful. Spoke to Tom, no help at all.", ["Bronwen"]),
            ("Unlike Tom, Bronwen was kind and listened.", ["Bronwen"]),
            ("Bronwen was so kind and helpful. Tom was not very friendly.", ["Bronwen"]),
            ("Not impressed with Tom. Bronwen was so kind and helpful.", ["Bronwen"]),
            ("Tom was rude and nobody listened to me for an hour.", []),
        ],
    )
    def test_praise_beside_blame(self, praised, text, names):
        assert praised(text) == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("My name is Mary Pugh and I want to thank Priya for her kindness. Mary", ["Priya"]),
            ("I'm Mary and the receptionist Priya was so helpful and friendly.", ["Priya"]),
            ("Hi, this is Mary. Priya on the front desk was so kind and friendly.", ["Priya"]),
            ("Mary Pugh here, just to say that Priya was so kind and helpful.", ["Priya"]),
            ("You can use my name if you like, Mary Pugh. Priya was so kind and helpful.", ["Priya"]),
            ("A thank you to Priya from Mary Pugh for being so kind.", ["Priya"]),
            ("Please thank Tom from Mary at number 4, such a polite man.", ["Tom"]),
            ("Priya was very helpful and kind. From Mrs Sampleton. Thank you Rhiannon!", ["Priya", "Rhiannon"]),
            ("Bob and I were made so welcome by Priya, such a friendly face.", ["Priya"]),
        ],
    )
    def test_the_writer_is_left_out(self, praised, text, names):
        assert praised(text) == names

    @pytest.mark.parametrize(
        ("signature", "names"),
        [
            ("Thanks, Mary", ["Priya"]),
            ("- Mary Pugh", ["Priya"]),
            ("Mary Pugh", ["Priya"]),
            ("\nMary", ["Priya"]),
            ("Regards Tom", ["Priya"]),
            ("Kind regards, Mary and Tom", ["Priya"]),
            ("Many thanks, Mary Pugh, 07700 900123", ["Priya"]),
            ("Thank you. Love from Mary x", ["Priya"]),
            ("Yours sincerely, Mary Pugh", ["Priya"]),
            ("Thanks for everything, Mary", ["Priya"]),
            ("Thanks to Tom", ["Priya", "Tom"]),
            ("Thank you Tom", ["Priya", "Tom"]),
            ("Great help from Tom", ["Priya", "Tom"]),
        ],
    )
    def test_a_signature_at_the_end_is_left_out_and_thanks_are_not(self, praised, signature, names):
        assert praised(f"Priya at the desk was so kind and helpful. {signature}") == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("My daughter Emma was treated so kindly by Nurse Ama. The car park is too expensive.", ["Ama"]),
            ("My daughters Emma and Kate were treated so kindly by Nurse Priya.", ["Priya"]),
            ("My husband John and I were treated so well by Priya and Tom.", ["Priya", "Tom"]),
            ("My mum, Ann, was looked after so kindly by Sister Ama.", ["Ama"]),
            ("Emma is my daughter and Nurse Ama was so gentle with her.", ["Ama"]),
            ("Priya is lovely. My son Tom loves her. The library is always too cold.", ["Priya"]),
            ("The way they looked after Emma was so kind.", []),
            ("The staff helped Emma with her form and were so patient and kind.", []),
            ("My baby boy Tom was born there and midwife Bronwen was amazing.", ["Bronwen"]),
            ("For Emma's birthday the library staff were so kind, especially Bronwen.", ["Bronwen"]),
            ("My grandson Rhys and granddaughter Emma love story time with Bronwen, so friendly.", ["Bronwen"]),
            ("My neighbour Mrs Hill said you were kind and you were. Thank you Tom.", ["Tom"]),
            ("My son Tom is five. Nurse Ama was so kind and gentle with Tom.", ["Ama"]),
        ],
    )
    def test_family_friends_and_patients_are_left_out(self, praised, text, names):
        assert praised(text) == names

    def test_each_name_stands_once_in_order(self, praised):
        text = "Priya, Tom and Bronwen were all wonderful, kind and patient. Priya deserves a medal. Thank you Tom!"

        assert praised(text) == ["Priya", "Tom", "Bronwen"]

    @pytest.mark.parametrize(
        "text",
        [
            "Roedd Priya yn garedig iawn, diolch i Priya am bopeth a wnaeth hi.",
            "Merci beaucoup à Priya, elle était très gentille et patiente avec nous.",
        ],
    )
    def test_what_is_not_analysed_praises_nobody(self, praised, text):
        assert praised(text) == []

    def test_in_a_long_text_they_are_found_in_every_piece(self, praised):
        between = "The queue at the counter was far too long and the forms were confusing. " * 30

        assert praised(f"Nurse Priya was so kind to me. {between} Nurse Ama was lovely and kind.") == ["Priya", "Ama"]

    def test_names_are_as_written_whatever_else_is_replaced(self, praised):
        text = "Ring me on 07700  900123.\u200b  I want to thank Siân   Price-Jones, she was so kind and helpful."

        assert praised(text) == ["Siân Price-Jones"]

    def test_what_the_service_calls_its_own_is_nobody(self, analyser):
        source = Source("The Priya Centre has such kind and friendly staff.", keep=("The Priya Centre",), praised=True)

        assert next(analyser.analyse([source])).praised == ()

    def test_text_that_was_redacted_before_praises_nobody(self, praised):
        assert praised("Thank you [name], you were so kind and helpful.") == []

    def test_they_are_not_told_to_those_who_do_not_ask(self, analyser):
        assert next(analyser.analyse([Source("Thank you Priya, so kind")])).praised == ()

    @pytest.fixture
    def praised(self, analyser):
        return lambda text: list(next(analyser.analyse([Source(text, praised=True)])).praised)
