"""Personal data in forms that people use and that are easily overlooked, by class, and what only looks like it."""

import re

import pytest

from nlp import names
from nlp.redaction import redact_forms, replace_found


def redacted(text: str) -> str:
    """Return the text redacted as one in any language: without what only the English parser finds."""
    first = redact_forms(text)
    return replace_found(first, names.overlooked(first.text)).text


# What is to go stands in brackets with its kind: {07700 900123:phone}.
MARKED = re.compile(r"\{([^{}]+):(\w+)\}")
SPOKEN = """
my mobile is {oh seven seven double oh nine hundred one two three:phone} if you need it
ring me on {zero seven seven zero zero, nine zero zero, one two three:phone} after six
Phone: {oh one six one, four nine six, oh double seven one:phone}
they read back {oh two oh seven nine four six double oh one eight:phone} and it was wrong
its {oh double seven hundred nine double oh five five five:phone} not what you have
NHS number {nine four three, four seven six, five nine one nine:nhs} said three times
my nhs no is {four eight five triple seven three four five six:nhs} and the robot gave up
NI number {A B one two three four five six C:nino} read out on the bus
national insurance is {J G for John George, one oh three seven five nine, A:nino} as I said
she made me say my card, {four one double one, one one one one, two two double three, nine oh oh one:card}, aloud
reference {B B seven seven one two oh:ref} was not found
my claim number is {four eight eight one two oh nine three:ref}
Ffoniwch fi ar {dim saith saith dim dim naw dim dim un dau tri:phone} ar ôl pump
"""
REFERENCES = """
Booking reference {K7RT2Q:ref} is gone
receipt {RCP-0091-XD:ref} was never honoured
prisoner number {A1234BC:ref} was moved
Prisoner no. {B7702AX:ref} gets no letters
my UAN is {4410 0098 1133 2201:ref} and it does not work
Unique Taxpayer Reference {98765 43210:ref}, filed in May
residence permit {ZU9912345:ref} is ready
Court claim {M3QZ71TA:ref} was listed twice
the summons, {LD-4471-B:ref}, came late
FPN {00712349:ref} was paid
FPN number {77 123 4567:ref} was paid
driving licence {JONES 710238 AB9CD:ref} is valid
log book V5C {9912 334 5567:ref} is lost
Logbook number {4471 2038 816:ref} never came
Application no {QEX 1190 2284:ref}, sent in June
Application number: {2024 5567 1123:ref}.
passport {GB 123 456 789:ref} is not read
passport number {533 401 297:ref} is not read
blue badge, reference {BB-91822-S:ref}.
my bus pass, number {633597 0220 3341 9920:ref}, was renewed
concessionary pass {6335 9701 1422 0788 15:ref} was renewed
cyfeirnod {CT/8812/07:ref}, dim ateb
rhif achos {4471-2288:ref}, dim ateb
probate ref {1711-2288-4410-9932:ref} is open
permit number {RES 20441:ref}, zone B
tracking {JD 0002 2334 1190:ref} shows nothing
share code {W7H 2KP 9XR:ref} has run out
the number on the letter is {88213470:ref}
my case is {hs/40991:ref} and it is closed
Customer ref: {7104482-9:ref} again
Ticket {INC-0045-112:ref} is shut
Quote {UB40/112/KL:ref} please
Driver number {SMITH 712049 AB9XY:ref}
my title number is {ESX123456:ref}
IBAN {DE89 3704 0044 0532 0130 00:ref} was refused
certificate no. {BXCG 402 118:ref} was wrong
"""
KINDS = """
My NHS no is wrong on the letter and the hospital has {4857773457:nhs} for me
Baby's NHS number {943 476 5919:nhs} is right, the health visitor wrote {943 476 5991:nhs}
Our NHS numbers are {485 777 3456:nhs} and {485 777 3465:nhs}
NHS number was read as {485 777 34:nhs} and then it broke off
rhif GIG {485 777 3457:nhs} yw'r un cywir
My UAN {1313-0045-8877-6655:ref} will not open
pass number {6335 9800 1122 3344:ref} is refused
My NIE is {X-7654321-K:nino} and the form has no room
DNI {12345678Z:nino} is not taken
PESEL: {44051401358:nino}
codice fiscale {RSSMRA85M01H501U:nino} is not taken
Paid by visa, {4929 1111 2222 3334:card}, twice
I paid {5500 0000 0000 0005:card} and nothing came
my debit one, {6759 0000 1234 5678 901:card}, was declined
the long number on my card is {4462 0300 1122 3345:card}
I was charged on {4929-1234-5678-9012:card} again
you debited {3782 822463 10006:card} last week
card {**** **** **** 4421:card} was charged
you have my phone as {07700 9004:phone}
my mobile down as {0770 900 12:phone} with digits missing
"""
ADDRESSES = """
its {dave:name} from {12 tanners row:address}, no water
they went to {5 alma tce:address} and not here
my adress {44b quarry rd, rotherham:address} i need help
at {6 The Maltings, Ware:address}. Not online
{2 The Green, Bicester:address} is mine
{Flat 3/2, 18 Kelso Drive, Paisley:address} on Monday
{Flat 3/1, 77 Garnet Street, Glasgow:address}. No lift
{Apartment 12, Crown Wharf:address}. Reply soon
{Caravan 14, Golden Sands Park, Ingoldmells:address} is my home
{Top floor flat, 9 Bute Terrace:address} has mould
live at {Rose Cottage:address}, no post comes
deliver to {The Old Mill, Upper Row, Brecon:address} {LD3 7AA:postcode} there
{Ty Gwyn, Lôn Ganol, Llanrwst:address} {LL26 0AA:postcode} eto
byw yn {9 Stryd Fawr, Bethesda:address} a dim biniau
{22 Heol y Bont, Llandeilo:address}
{7 Maes yr Haf, Aberaeron:address}
{3 Clos y Bryn, Llandeilo:address}
{PO Box 221, Lerwick:address}. That is all
I moved to {Lindenstraße 9, 10969 Berlin:address} last year
we live at {12 rue de la Paix, 75002 Paris:address} now
moved to {Calle Mayor 5, 28013 Madrid:address} last year
{ul. Długa 5/7, 00-238 Warszawa:address} to mój adres
moved to {Via Roma 12, 00184 Roma:address} in May
{Keizersgracht 121, 1015 Amsterdam:address} is mine
{81 Harbour Parade, Folkestone:address}. She moved
{Room 6, Larkfield House, 81 Station Road:address} with two kids
bailiffs at {14a high st:address} again
{Bungalow 4, Sea Lane Close, Mablethorpe:address}
{Tŷ Newydd, Stryd Fawr, Criccieth:address}
{12B Rue du Moulin, 1000 Bruxelles:address} is home
opposite {31 mill court:address} the light is out
"""
DATES = """
dob {5/6/03:dob} not {6/5/03:dob} as printed
Date of birth {09.11.84:dob}, you've got it down as {9 November 1948:dob} which is wrong
date of birth {3 March 1956:dob} but the letter says {5 March 1963:dob} instead
Dyddiad geni fy mab yw {6 Mai 2017:dob}, nid Mawrth
ganed fi ar {14 Chwefror 1949:dob} yn Aberaeron
born {12-Oct-1949:dob}, moved in 2019
My twins were born on {Christmas Day 2019:dob} and
he was born on {New Year's Eve 1951:dob} in Leeds
my birthday is {29/2/1976:dob}, a leap year
the dob on my card is {1 Jan 1990:dob}
born prematurely on {3 May 2024:dob} at home
I was born on the {third of March nineteen fifty six:dob} in Cork
née le {12 juin 1971:dob}
my date of birth is {11th of sept 55:dob}
my kids dobs are {3/3/12:dob} and {4/4/14:dob}
Fe'm ganed ar y {5ed o Fai 1960:dob} yno
Ces i fy ngeni ar {3 Ionawr 1958:dob} yno
changed my dob from {3/4/1962:dob} to {4/3/1962:dob} and back
our sons' dates of birth are {1/2/2015:dob} and {3/4/2017:dob}
"""
NAMES = """
{K. Venkataraman:name} signed the letter
It was signed by {P. Oyelaran:name}, whoever that is
contact: {R Szymańska:name}, thank you
letters for Ms {D. Kruszewska:name} come here
a letter from {T. R. Abernethy:name} came
my name {darren pococke:name} and i need help
my name is {marlon achebe:name} and i need help
my son {haoyu:name} has no school place
my daughter {ysolde:name} is six
our neighbour {gwynedda:name} has no heating
its {kev:name} from the flats
hiya its {shaz:name} from the flats
thanks {jas:name} & {wiktoria:name} at the tip
thanks to {baz:name} and {sandra:name}
spoke to {carol ann:name} who was kind
i am {li na:name}, and i wait
I am {Mohammed bin Tariq:name}; you have it wrong
This is {Omar ibn Khalid:name}, again
Siaradais â {Heledd:name} yn y swyddfa
Diolch i {Lleucu:name} am bopeth
fy mab {Macsen:name} yw'r un
{Grace:name} on the front desk told me so
{Hope:name} in the benefits team rang me
then {Mark:name} said it was open
that {may:name} at the registry office was an absolute star
{Joy:name} at reception was so kind
{Faith:name} from the housing team helped me
{Dawn:name} rang me back
{Will:name} in planning explained it all
my landlord mr {chaudhry:name} wont sign
mr {okonjo:name} didnt come
mrs {tremlett:name} cant see you
spoke to {mark:name} about it
asked for {will:name} in accounts
a nurse named {temperance:name} stayed late
ta to {lou:name} and {jas:name}
Thanks, {Oluwadamilola:name}
PC 4471 {Hargreaves:name} came
the adviser {Thessaly:name} did more
our midwife, {Poppy:name}, was there
Tenant: {Adaora Nwachukwu:name}, flat 2
Enw: {Heledd Prydderch:name}
"""
LINKS = """
my insta is {@leighanne_92:url} for pictures
example.com/x see {example.com/reset-password/abc123DEF456:url}
see {account.example.org/u/jan.kowalczyk/claims:url} now
{results.example.com/p/sami-haddad-2011/view:url}, opens
{https://portal.example.org/users/mary-okafor:url} shows me
reset link {www.example.com/reset/aGk29-ZpQ7:url} is blank
{portal.example.org/verify/88Kd02x:url} is blank
{https://example.org/t/Zx81kQ0p:url} is blank
{example.org/profile/t_abernethy/edit:url} is not mine
{https://example.net/invite/q8r7t6:url} has run out
{www.linkedin.com/in/jane-smith-123:url} is me
{https://x.com/janesmith:url} is me
send it to {g underscore lewis at example dot co dot uk:email} please
{jan dash kowalczyk at example dot org:email} is mine
{tadhg dot byrne at example dot ie:email} is mine
{a.b_c (at) example.org:email} is mine
write to {jo underscore 77 at example dot com:email}
"""
PLATES = """
a white Transit, {FD 64 OVN:plate}, in the bay
{KX 19 ZTP:plate} again
The old Land Rover ({Q417 BKL:plate}) is exempt
My Morris Minor is {TWX 482:plate}, MOT exempt
my scooter {YHC 71:plate} was clamped
her car {482 TWX:plate} was towed
Reg is {yk70 aab:plate}. It is red
my van {ab12 cde:plate} was clamped
plate {JHZ 4471:plate} is not read
private plate {S11 RKH:plate} was lost
the Fiesta was {B219 KLM:plate}
"""
CLASSES = [
    line
    for group in (SPOKEN, REFERENCES, KINDS, ADDRESSES, DATES, NAMES, LINKS, PLATES)
    for line in group.strip().splitlines()
]
NOTHING = """
one, two, three, four, five, six, seven, eight, nine steps to the door
I counted ten nine eight seven six five four three two one
one in two waits three or four weeks for five minutes
two three four times a day, oh and one at night
ticket number 12 and room number 14 and bus number 341
The reference in the format AB/1234 is not explained
grid reference SJ 447 902 is where the hole is
map reference TQ 301 804 is where the hole is
error code 0x80070057 when I upload
form SA100 and claim form N244 and court form D8
order 12 bags, booking 2 slots, claim 3 times
case 12 weeks old, file 200 pages long, report 2024
The notice of 12/02/2025 was late and the fine £100
application SA100 page 4, ticket C147 before ticket C098
permit holders only, Mon-Sat 0830-1830
ring between 0900-1700 or 1300-1400
The meter read 04471 on Monday and 04488 on Friday
I paid 1234 pounds and 5,000-7,500 steps
card declined, no card machine, 3 cards tried
paid £1,250.00 on 12 March 2024 for 10 weeks
I was born in Leeds and moved on 3 May 2024
born and bred here, since 1 April 2019 a tenant
date of birth is asked three times and on 3 pages
The birthday party was cancelled. The pool opens on 3 May 2025
at 5 shops close and at 6 staff park outside
2 cars parked on the road, 3 lanes closed
Take the 2nd exit into Park Road and the office on Grant Street
Jobcentre Plus on Park Road was clean
the library on High Street, opposite the church
12 miles of road, 3 weeks on the street, 4 people per room
flat 4 per cent rise and unit 3 of the course
caravan 8 weeks in repair, room 6 was cold
The Elizabeth line and the Victoria line were down
Lloyd George envelopes and Boris bikes
St Mary's has better food than Queen Elizabeth's
Keir Starmer's promise and Mr Sunak's promise
Sir Keir Starmer said so, and Prime Minister Starmer again
Pam mae trwydded yn costio mwy eleni
Pam na allwch chi ateb
Grace, hope and charity are nice
Hope in the system is low, faith in the council is gone
Mark my words. Will the office open. May I ask
Summer at the library was great
Bill from the council was wrong again
Art in the library was lovely and the rose in the garden
Charity said they could not help
my son also has asthma, my mum still is ill
my daughter recieved a letter and my dad carnt walk
my son needs a place, my mum english is poor
thanks guys & girls, thanks all and goodnight
thanks team and everyone at the tip
im disapointed, im dissapointed and cross
its rubbish from start to end, its a shame, its from the council
i am deaf, i am dislexic and slow
my name is on the list, my name wrong on the letter
mr and mrs on the form, dr was rude, nurse never came
vitamin D. Nobody told me. Plan B. It failed
Hepatitis B. The jab was late
Section A. Please fill it in
Thank you Citizens Advice and thank you Shelter
www.example.gov.uk/bins and gov.uk/contact-dvla
https://www.gov.uk/apply-renew-passport is down
https://www.example.gov.uk/account/claims and example.org/people/team
example.gov.uk/documents/SA100-Notes-2023.pdf is blank
Flight BA117, the M25, the A4119 and the X19 bus
We waited from 10 TO 12 and IN 20 MIN it was over
my car was 20 years old and the van 3 weeks late
room B12 at the car park, level 3B of the car park
Tax code 1257L became BR overnight
Windows 11, Samsung A54 and iOS 17.2
600 x 750 pixels, 142/91, 37.5, 10MB
diolch i staff yr ysbyty, diolch i bawb
Diolch i Gyngor Gwynedd am y gwaith
I Hope this helps, and I will Mark it as done.
The Hope Centre and the Grace Chapel food bank were both shut.
We sang Amazing Grace at the funeral and the organ was off.
The Renters' Rights Bill will not help us, the Bill is too weak.
My Winter Fuel Grant and the Improvement Grant were refused.
You said the Blue Badge would take 12 weeks; it took 27.
Bay 14 to bay 22 are for staff only between 0800 and 1800.
Your helpline is open 8am-6pm, Mon to Fri, which is when I work.
The lift in Block C has been out since 14 October 2025.
House prices rose 4.5% and my council tax rose 4.99%.
I scored 7 out of 10, then 8 out of 10, then 3.
Chapter 4, section 21, paragraph 6.2.1 contradicts annex B.
The A470, the A55 and the B4391 were all shut on the same day.
You quote the Data Protection Act 2018 and the Human Rights Act 1998 at me.
It took 45 minutes, 3 buses and 2 trains to get to a 10 minute appointment.
Covid-19, flu and RSV jabs, all three arms sore.
My appointment letter says 9:40, the text says 10:40, the app says 9.40am.
Your email said 5 to 7 working days. It has been 41.
The BBC, ITV and the Daily Mirror ran the story; you did nothing.
David Attenborough would weep at this pond.
Sherlock Holmes couldn't find your complaints form.
Even Martin Lewis says to claim it, so why is it hidden?
The Beveridge report promised more than this.
Princess Diana opened that wing and nobody has painted it since.
The queue was longer than one for a Taylor Swift concert.
The Robin Hood bus stop has no shelter.
Alexandra Palace, Crystal Palace, both easier to reach than you.
Victoria Coach Station at 6am was calmer than A&E.
I walked from Marylebone to Charing Cross quicker than the bus.
Wembley Park, Finchley Road and Baker Street were all closed.
The James Cook hospital parking costs £9.
Bevan House reception is cold and Attlee House is worse.
Nelson Mandela Primary has no crossing patrol.
Christ Church, All Saints and St John's share one vicar now.
The George and the Red Lion are our only warm banks.
My prescription for Ramipril 5mg and Sertraline 50mg was late.
He has Down's, she has Asperger's and Gran has Alzheimer's.
Santander, Barclays and Lloyds all closed their branches.
Eid and Diwali bank holidays, why not?
On Boxing Day and New Year's Day the tip was shut, on Good Friday too.
We pay band C, band D pays more, £1,845.22 to be exact.
Printer says PC LOAD LETTER, error E4, code 50.1.
The form has fields 1a, 1b, 2a to 2f and 3.
PDF is 14.2MB, limit is 10MB, so no.
Version 3.2.1 of your app crashes on Android 14.
The swing at grid SU 412 337 is broken.
51.4816, -3.1791 is where the fly tipping is.
what3words ///filled.count.soap is where I saw it.
The 18:42 from Platform 9 left at 19:07.
Route 66 it is not, more like route 6.
I was told 3 to 5 days, then 10, then 28, then nothing.
Dial 101, press 1, press 4, press 2, press hash, wait 50 minutes.
Room G04, then room 2.17, then back to G04.
We need 24/7 care, not 9 to 5.
1 in 4 of us, 25 per cent, can't use your site.
The tender was worth £4,500,000 over 36 months.
Lot 3 of contract 12 went to the cheapest.
May bank holiday and the late August one both cost us a collection.
June, July and August are the worst months for midges.
Will you answer? I doubt it. Bill me then.
My mum's English isn't great and my dad's eyes are bad.
Sister on the ward was lovely, Matron less so.
Doctor said no, nurse said yes, consultant said wait.
Thank God for the volunteers, thank goodness for the food bank.
Sir or Madam, it says, on every letter to me.
Dear Sir, your bin men are ace.
Mr Bean would run it better, and so would Basil Fawlty.
As Churchill said, keep going.
Like something by Kafka, or Dickens, or Monty Python.
Google Maps, Apple Pay and Microsoft Teams all failed.
The Welsh Government, Senedd and Westminster all blame one another.
Ynys Môn, Gwynedd and Powys get less.
Bangor to Caernarfon costs £5.80 return.
Oxford Road, Deansgate and Piccadilly Gardens are a mess.
I am Polish and my wife is Welsh, what box do we tick?
My son's EHCP, my daughter's DLA, my own PIP: all late.
Universal Credit, ESA, JSA, PIP, DLA, CMS. Alphabet soup.
Number 10 should see this, and number 11 pay for it.
Phone lines closed, phone box gone, phone signal nil.
Two one-way streets, three no-entry signs, one lost driver, zero help.
Nine to five, one to one, six of one and half a dozen of the other.
Oh dear, oh no, oh well. One two three four days gone.
First class post, second class service, third time lucky.
We were promised new double glazing in 2019, 2021 and 2023.
Grant funding ended in March. Summer clubs too.
The registrar was late, the vicar was later and the bride was on time.
Ward 7 to Ward 9 without a porter, 300 metres on crutches.
I asked for help, I asked for mercy, I asked for a manager.
They told me to be patient. Patience has run out.
Spoke to reception, spoke to security, spoke to a brick wall.
Thanks for nothing, thanks for asking, thanks a lot.
Rang Monday, rang Tuesday, rang Wednesday. Nowt.
The pool at Hendy Lane, the gym at Park Road: both shut.
Buses 1A, 1B, 4C and X4 don't stop on Castle Street now.
Kind regards from a fed up resident
From a very tired carer
Signed, Disgusted of Tunbridge Wells
Yours sincerely, A Concerned Parent
Love from all the children in Year 4
A Happy Customer
Name: (not given). Reason for contact: complaint.
Contact: none. Applicant: see above.
"""


class TestClasses:
    @pytest.mark.parametrize("marked", CLASSES)
    def test_what_is_personal_is_replaced_and_nothing_else(self, marked):
        assert redacted(MARKED.sub(r"\1", marked)) == MARKED.sub(r"[\2]", marked)

    @pytest.mark.parametrize("text", NOTHING.strip().splitlines())
    def test_what_only_looks_like_it_stays(self, text):
        assert redacted(text) == text
