"""Texts of the documents: what a company, a clinic and an authority write, with `<<kind>>` where a value stands
and `{{noise}}` where something stands that is none."""

TEXTS = {
    "hr/en-offer.txt": """Offer of employment                                   Ref. {{ref}}

Dear colleague,

we are glad to offer you the post of analyst from {{date}}. Before your first day please check what we hold:

National Insurance number: <<gb/nino>>
Mobile: <<gb/phone>>
Personal e-mail: <<global/email>>
Salary is paid on the 25th to the account with the IBAN <<global/iban>>.

Your tax district asked for your UTR as well; on the form you wrote <<gb/utr>>. The annual salary is GBP {{amount}},
reviewed after {{n}} months. Quote vacancy {{order}} in all letters.
""",
    "hr/us-onboarding.txt": """ONBOARDING CHECKLIST                         requisition {{order}}

1. W-4 received. SSN <<us/ssn>> matches the card shown at the front desk.
2. Direct deposit: routing number <<us/aba_routing>>, voided check on file (check no. {{n}}).
3. Home phone <<us/phone>>; e-mail <<global/email>>.
4. Laptop asset tag {{short}}, shipped {{date}}, tracking {{parcel}}.
""",
    "hr/de-personalbogen.txt": """Personalbogen                                   Personalakte {{ref}}

Eintritt: {{eudate}}
Steuer-Identifikationsnummer: <<de/idnr>>
Bankverbindung (IBAN): <<global/iban>>
Telefon privat: <<de/phone>>
E-Mail privat: <<global/email>>

Das Bruttogehalt beträgt {{money}} EUR je Tag. Bitte geben Sie bei Rückfragen die Vorgangsnummer {{order}} an.
""",
    "hr/fr-embauche.txt": """Déclaration préalable à l'embauche                dossier {{ref}}

Numéro de sécurité sociale du salarié : <<fr/nir>>
SIREN de l'employeur : <<fr/siren>>
Téléphone portable : <<fr/phone>>
Adresse électronique : <<global/email>>
IBAN pour le virement du salaire : <<global/iban>>

Date d'embauche : {{eudate}}. Numéro de bordereau {{order}}, période d'essai de {{n}} semaines.
""",
    "hr/es-alta.txt": """Alta de trabajador                             expediente {{ref}}

DNI: <<es/nif>>
Teléfono móvil: <<es/phone>>
Correo electrónico: <<global/email>>
Cuenta para la nómina (IBAN): <<global/iban>>
El tutor de prácticas presentó además su NIE <<es/nie>>.

Fecha de alta: {{eudate}}. Salario bruto: {{money}} EUR. Pedido de material n.º {{order}}.
""",
    "hr/it-assunzione.txt": """Comunicazione di assunzione                    protocollo {{ref}}

Codice fiscale del lavoratore: <<it/codice_fiscale>>
Partita IVA del datore di lavoro: <<it/partita_iva>>
Cellulare: <<it/phone>>
Posta elettronica: <<global/email>>
IBAN: <<global/iban>>

Decorrenza {{eudate}}, livello {{n}}, retribuzione {{money}} EUR. Pratica numero {{order}}.
""",
    "hr/nl-indienst.txt": """Indiensttreding                                 kenmerk {{ref}}

Burgerservicenummer: <<nl/bsn>>
Mobiel nummer: <<nl/phone>>
E-mailadres: <<global/email>>
Rekeningnummer (IBAN): <<global/iban>>

Datum in dienst {{eudate}}; uurloon EUR {{money}}. Vermeld bij vragen ordernummer {{order}}.
""",
    "hr/pl-kwestionariusz.txt": """Kwestionariusz osobowy pracownika              sygnatura {{ref}}

PESEL: <<pl/pesel>>
NIP pracodawcy: <<pl/nip>>
Telefon: <<pl/phone>>
Adres e-mail: <<global/email>>
Numer rachunku (IBAN): <<global/iban>>

Data zatrudnienia {{eudate}}, wynagrodzenie {{money}} zł. Numer zamówienia {{order}}.
""",
    "hr/pt-admissao.txt": """Ficha de admissão                               processo {{ref}}

NIF: <<pt/nif>>
Telemóvel: <<pt/phone>>
Correio eletrónico: <<global/email>>
IBAN: <<global/iban>>

Data de admissão {{eudate}}; vencimento base {{money}} EUR. Encomenda n.º {{order}}.
""",
    "hr/sv-anstallning.txt": """Anställningsavtal                               diarienummer {{ref}}

Personnummer: <<se/personnummer>>
Mobiltelefon: <<se/phone>>
E-post: <<global/email>>

Tillträde {{date}}, lön {{money}} kr. Beställningsnummer {{order}}.
""",
    "medical/en-referral.txt": """Referral to cardiology                           letter {{ref}}

Thank you for seeing this patient (NHS number <<gb/nhs_number>>), who was last here on {{date}}.
Blood pressure 142/91, HbA1c 48 mmol/mol, eGFR {{n}}. Sample {{order}} is with the laboratory.
The patient can be called on <<gb/phone>>; letters go to <<global/email>>.
""",
    "medical/de-arztbrief.txt": """Arztbrief                                        Fallnummer {{order}}

Sehr geehrte Frau Kollegin,

wir berichten über den Aufenthalt bis {{eudate}}. Die Patientin ist unter <<de/phone>> zu erreichen. Labor: Kreatinin 0,9 mg/dl,
TSH 1,24 mU/l, Probe {{short}}. Für die Abrechnung der Zuzahlung wurde die Karte <<global/payment_card>> belastet.
Die Überweisung des Rests erfolgt von IBAN <<global/iban>>.
""",
    "medical/at-befund.txt": """Befund                                          Zahl {{ref}}

Sozialversicherungsnummer: <<at/svnr>>
Einsender: Ordination, <<global/email>>
Cholesterin 201 mg/dl, Leukozyten 6,1 G/l, Auftrag {{order}} vom {{eudate}}.
""",
    "medical/fr-compte-rendu.txt": """Compte rendu d'hospitalisation                  séjour {{order}}

Patient assuré sous le n° de sécurité sociale <<fr/nir>>, joignable au <<fr/phone>>.
Entrée le {{eudate}}, sortie le {{eudate}}. Tension 13/8, fréquence {{n}}. Prélèvement {{short}}.
""",
    "medical/es-informe.txt": """Informe de alta                                 historia {{ref}}

Paciente con DNI <<es/nif>>, teléfono de contacto <<es/phone>>.
Ingreso {{eudate}}, alta {{eudate}}. Glucosa 98 mg/dl, muestra {{order}}.
""",
    "medical/it-referto.txt": """Referto                                         accettazione {{order}}

Assistito: codice fiscale <<it/codice_fiscale>>, tel. <<it/phone>>
Emoglobina 13,9 g/dl, piastrine 221, prelievo del {{eudate}}, campione {{short}}.
""",
    "medical/nl-ontslagbrief.txt": """Ontslagbrief                                    opname {{order}}

BSN <<nl/bsn>>, telefoon thuis <<nl/phone>>.
Opgenomen {{eudate}}, ontslagen {{eudate}}. Kalium 4,1 mmol/l; monster {{short}}.
""",
    "medical/pl-wypis.txt": """Karta informacyjna leczenia szpitalnego         nr {{ref}}

Nr PESEL: <<pl/pesel>>, telefon kontaktowy <<pl/phone>>
Data przyjęcia {{eudate}}, data wypisu {{eudate}}. Próbka {{order}}, hemoglobina 14,1 g/dl.
""",
    "medical/sv-remiss.txt": """Remiss                                          remissnummer {{order}}

Patientens personnummer är <<se/personnummer>>. Telefon dagtid: <<se/phone>>.
Provtagning {{date}}, prov {{short}}, Hb 138 g/l.
""",
    "medical/dk-epikrise.txt": """Epikrise                                        henvisning {{order}}

CPR-nr.: <<dk/cpr>>
Indlagt {{eudate}}, udskrevet {{eudate}}. Prøve {{short}}, kalium 4,0 mmol/l.
""",
    "medical/fi-lausunto.txt": """Lausunto                                        diaarinumero {{ref}}

Potilaan henkilötunnus: <<fi/hetu>>
Sähköposti: <<global/email>>
Käynti {{eudate}}, näyte {{short}}, lähete {{order}}.
""",
    "medical/no-epikrise.txt": """Epikrise                                        saksnummer {{order}}

Pasientens fødselsnummer: <<no/fodselsnummer>>
E-post: <<global/email>>. Innlagt {{eudate}}, utskrevet {{eudate}}, prøve {{short}}.
""",
    "medical/cs-zprava.txt": """Lékařská zpráva                                 číslo případu {{order}}

Rodné číslo pacienta: <<cz/rodne_cislo>>
Přijat {{eudate}}, propuštěn {{eudate}}. Vzorek {{short}}. Kontakt: <<global/email>>
""",
    "medical/ro-bilet.txt": """Bilet de externare                              foaia {{order}}

CNP: <<ro/cnp>>
Internat {{eudate}}, externat {{eudate}}. Probă {{short}}. E-mail: <<global/email>>
""",
    "medical/el-enimerotiko.txt": """Ενημερωτικό σημείωμα                            αρ. πρωτ. {{ref}}

ΑΜΚΑ ασθενούς: <<gr/amka>>
ΑΦΜ: <<gr/afm>>
Εισαγωγή {{eudate}}, εξιτήριο {{eudate}}, δείγμα {{short}}.
""",
    "medical/bg-epikriza.txt": """Епикриза                                        № {{order}}

ЕГН: <<bg/egn>>
Приет на {{eudate}}, изписан на {{eudate}}, проба {{short}}. Имейл: <<global/email>>
""",
    "medical/hr-otpusno.txt": """Otpusno pismo                                   broj {{order}}

OIB: <<hr/oib>>
Primljen {{eudate}}, otpušten {{eudate}}. Uzorak {{short}}, e-pošta <<global/email>>.
""",
    "invoice/en.txt": """INVOICE {{ref}}                                  date {{date}}

Customer no. {{order}}            Purchase order {{order}}
{{n}} x bracket, EAN {{ean}}, GBP {{amount}}
Please pay to IBAN <<global/iban>> and quote the invoice number.
Questions: <<global/email>> or <<gb/phone>>
""",
    "invoice/de.txt": """Rechnung Nr. {{ref}}                             Datum {{eudate}}

Kundennummer {{order}}       Lieferschein {{order}}
{{n}} Stück Winkel, EAN {{ean}}, {{money}} EUR
USt-IdNr.: <<de/vat>>
Bitte überweisen Sie auf das Konto IBAN <<global/iban>>. Rückfragen: Tel. <<de/phone>>, <<global/email>>
""",
    "invoice/fr.txt": """Facture n° {{ref}}                               le {{eudate}}

Client {{order}}                  Commande {{order}}
{{n}} équerres, EAN {{ean}}, {{money}} EUR
SIREN <<fr/siren>>
Règlement par virement, IBAN <<global/iban>>. Contact : <<global/email>>, tél. <<fr/phone>>
""",
    "invoice/es.txt": """Factura {{ref}}                                  fecha {{eudate}}

Cliente {{order}}                 Pedido {{order}}
{{n}} escuadras, EAN {{ean}}, {{money}} EUR
Pago por transferencia al IBAN <<global/iban>>. Consultas: <<global/email>>, tel. <<es/phone>>
Autónomo con NIF <<es/nif>>
""",
    "invoice/it.txt": """Fattura n. {{ref}}                               del {{eudate}}

Cliente {{order}}                 Ordine {{order}}
{{n}} staffe, EAN {{ean}}, {{money}} EUR
P. IVA <<it/partita_iva>>
Bonifico su IBAN <<global/iban>>. Informazioni: <<global/email>>, tel. <<it/phone>>
""",
    "invoice/nl.txt": """Factuur {{ref}}                                  datum {{eudate}}

Klantnummer {{order}}             Bestelling {{order}}
{{n}} hoeken, EAN {{ean}}, EUR {{money}}
Btw-nummer <<nl/vat>>
Betaling op IBAN <<global/iban>>. Vragen: <<global/email>>, tel. <<nl/phone>>
""",
    "invoice/pl.txt": """Faktura VAT nr {{ref}}                           data {{eudate}}

Klient {{order}}                  Zamówienie {{order}}
{{n}} kątowników, EAN {{ean}}, {{money}} zł
NIP sprzedawcy: <<pl/nip>>
Płatność na rachunek IBAN <<global/iban>>. Pytania: <<global/email>>, tel. <<pl/phone>>
""",
    "invoice/pt.txt": """Fatura {{ref}}                                   data {{eudate}}

Cliente {{order}}                 Encomenda {{order}}
{{n}} esquadros, EAN {{ean}}, {{money}} EUR
Contribuinte n.º <<pt/nif>>
Pagamento por transferência, IBAN <<global/iban>>. Dúvidas: <<global/email>>
""",
    "mail/en-thread.eml": """X-Bounce: bounce+{{order}}-{{short}}
Received: from mta7.example.net (mta7.example.net [198.51.100.7]) by mx.example.com with ESMTPS id {{short}}{{order}}; Tue, 3 Mar 2026 10:11:12 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s={{order}}; t=1772532672; bh={{hash}}=; b={{hash}}{{hash}}==
Message-ID: <{{uuid}}@mail.example.net>
In-Reply-To: <{{ms}}.{{order}}@example.net>
From: desk <<<global/email>>>
To: office <<<global/email>>>
Subject: Re: claim {{order}}
Date: Tue, 03 Mar 2026 10:11:12 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hi, the claimant rang again from <<gb/phone>>. My NI number, he says, is <<gb/nino>>.
The refund should go to the card <<global/payment_card>>.

> On Monday we wrote:
> build {{hash}} failed, request {{uuid}}; parcel {{parcel}} is on its way.
> Please send the IBAN. -- here it is: <<global/iban>>
""",
    "mail/de-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
References: <{{ms}}.{{short}}@example.net>
From: Kanzlei <<<global/email>>>
To: Amt <<<global/email>>>
Subject: Aktenzeichen {{ref}}
Date: Wed, 04 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Guten Tag,
die Steuer-ID des Mandanten lautet <<de/idnr>>, seine Handynummer ist <<de/phone>>.
Das Guthaben bitte auf <<global/iban>> erstatten. Vorgang {{uuid}}, Beleg {{order}}.
""",
    "mail/fr-thread.eml": """Message-ID: <{{hash}}@mail.example.net>
From: cabinet <<<global/email>>>
To: service <<<global/email>>>
Subject: dossier {{ref}}
Date: Thu, 05 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour,
mon numéro de sécu est <<fr/nir>> et vous pouvez m'appeler au <<fr/phone>>.
Commande {{order}}, colis {{parcel}}, référence {{uuid}}.
""",
    "mail/it-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
From: studio <<<global/email>>>
To: ufficio <<<global/email>>>
Subject: pratica {{ref}}
Date: Fri, 06 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Buongiorno, il mio codice fiscale è <<it/codice_fiscale>>; il numero di cellulare <<it/phone>>.
Accredito su <<global/iban>>. Ordine {{order}}, spedizione {{parcel}}.
""",
    "mail/nl-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
From: balie <<<global/email>>>
To: zaken <<<global/email>>>
Subject: zaak {{ref}}
Date: Sat, 07 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Goedemorgen, mijn bsn is <<nl/bsn>> en ik ben bereikbaar op telefoonnummer <<nl/phone>>.
Bestelling {{order}}, pakket {{parcel}}.
""",
    "mail/ch-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
From: Kasse <<<global/email>>>
To: Amt <<<global/email>>>
Subject: Dossier {{ref}}
Date: Sun, 08 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Guten Tag, meine AHV-Nummer ist <<ch/ahv>>. Auszahlung auf <<global/iban>>.
Beleg {{order}}, Sendung {{parcel}}.
""",
    "mail/ie-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
From: desk <<<global/email>>>
To: office <<<global/email>>>
Subject: application {{ref}}
Date: Mon, 09 Mar 2026 09:01:12 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello, my PPS number is <<ie/ppsn>>. Receipt {{order}}, request {{uuid}}.
""",
    "mail/be-thread.eml": """Message-ID: <{{uuid}}@mail.example.net>
From: dienst <<<global/email>>>
To: kantoor <<<global/email>>>
Subject: dossier {{ref}}
Date: Tue, 10 Mar 2026 09:01:12 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Mijn rijksregisternummer is <<be/national_number>>. Bestelling {{order}}, pakket {{parcel}}.
""",
    "config/app.env": """# service {{short}}
BUILD_ID={{order}}
GIT_SHA={{hash}}
DB_HOST=db.internal.example.com
DB_PASSWORD=<<secret/password>>
API_SECRET=<<secret/generic_secret>>
SESSION_TIMEOUT_MS={{ms}}
SUPPORT_MAIL=<<global/email>>
""",
    "config/values.yaml": """image:
  digest: sha256:{{hash}}{{short}}{{short}}{{short}}
  revision: {{hash}}
smtp:
  user: <<global/email>>
  password: "<<secret/password>>"
webhook:
  client_secret: <<secret/generic_secret>>
  request_id: {{uuid}}
""",
    "config/curl.sh": """#!/bin/sh
# deployed {{date}}, commit {{hash}}
curl -H "Authorization: Bearer <<secret/jwt>>" "https://api.example.com/v1/orders/{{order}}?since={{ms}}&request={{uuid}}"
""",
    "forms/contact.vcf": """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:{{uuid}}
EMAIL;TYPE=work:<<global/email>>
TEL;TYPE=cell:<<global/phone_e164>>
TEL;TYPE=home:<<global/phone_e164>>
REV:20260303T101112Z
END:VCARD
""",
    "forms/repair.html": """<html><body><h1>Repair {{ref}}</h1>
<table>
<tr><th>IMEI</th><td><<global/imei>></td></tr>
<tr><th>Phone</th><td><<global/phone_e164>></td></tr>
<tr><th>E-mail</th><td><<global/email>></td></tr>
<tr><th>Order</th><td>{{order}}</td></tr>
<tr><th>Parcel</th><td>{{parcel}}</td></tr>
</table></body></html>
""",
    "forms/payment.xml": """<?xml version="1.0" encoding="UTF-8"?>
<Document><MsgId>{{uuid}}</MsgId><CreDtTm>{{stamp}}</CreDtTm><NbOfTxs>{{n}}</NbOfTxs>
<Dbtr><EndToEndId>{{order}}</EndToEndId><IBAN><<global/iban>></IBAN></Dbtr>
<Cdtr><IBAN><<global/iban>></IBAN><EmailAdr><<global/email>></EmailAdr><PhneNb><<global/phone_e164>></PhneNb></Cdtr>
</Document>
""",
}

# Tables and records: path, form, columns as (heading, what stands in it).
RECORDS = [
    ("payroll/de.csv", "csv;", [("Personalnr", "{{n}}"), ("SteuerID", "<<de/idnr>>"), ("IBAN", "<<global/iban>>"), ("Brutto", "{{money}}"), ("Buchung", "{{order}}")]),
    ("payroll/fr.csv", "csv;", [("matricule", "{{n}}"), ("num_secu", "<<fr/nir>>"), ("iban", "<<global/iban>>"), ("net_a_payer", "{{money}}"), ("bordereau", "{{order}}")]),
    ("payroll/gb.csv", "csv,", [("employee_no", "{{n}}"), ("ni_number", "<<gb/nino>>"), ("iban", "<<global/iban>>"), ("gross", "{{amount}}"), ("batch", "{{order}}")]),
    ("payroll/it.csv", "csv\t", [("matricola", "{{n}}"), ("codice_fiscale", "<<it/codice_fiscale>>"), ("netto", "{{amount}}"), ("cedolino", "{{order}}")]),
    ("payroll/headless.csv", "bare,", [("", "{{order}}"), ("", "<<nl/bsn>>"), ("", "<<global/iban>>"), ("", "{{date}}"), ("", "{{amount}}")]),
    ("payroll/pl.csv", "csv;", [("id", "{{n}}"), ("pesel", "<<pl/pesel>>"), ("nr_listy", "{{order}}"), ("kwota", "{{money}}")]),
    ("api/customers.json", "json", [("id", "{{uuid}}"), ("email", "<<global/email>>"), ("mobilePhone", "<<global/phone_e164>>"), ("bsn", "<<nl/bsn>>"), ("etag", "{{hash}}"), ("createdMs", "{{ms}}")]),
    ("api/pracownicy.json", "json", [("id", "{{order}}"), ("pesel", "<<pl/pesel>>"), ("nip", "<<pl/nip>>"), ("trace", "{{uuid}}"), ("kwota", "{{amount}}")]),
    ("api/payments.json", "json", [("paymentId", "{{uuid}}"), ("cardNumber", "<<global/payment_card>>"), ("amount", "{{amount}}"), ("orderNo", "{{order}}"), ("iban", "<<global/iban>>")]),
    ("dumps/clientes.sql", "sql", [("id", "{{n}}"), ("dni", "<<es/nif>>"), ("telefono", "<<es/phone>>"), ("correo", "<<global/email>>"), ("pedido", "{{order}}"), ("hash", "{{hash}}")]),
    ("dumps/kunder.sql", "sql", [("id", "{{n}}"), ("personnummer", "<<se/personnummer>>"), ("epost", "<<global/email>>"), ("ordernr", "{{order}}"), ("token_ref", "{{uuid}}")]),
    ("dumps/patients.sql", "sql", [("id", "{{n}}"), ("nhs_number", "<<gb/nhs_number>>"), ("updated", "{{stamp}}"), ("visit", "{{order}}")]),
    ("logs/service.log", "log", [("orderId", "{{order}}"), ("email", "<<global/email>>"), ("hetu", "<<fi/hetu>>"), ("trace", "{{hash}}"), ("took", "{{n}}")]),
    ("logs/events.jsonl", "jsonl", [("ts", "{{ms}}"), ("trace", "{{hash}}"), ("ssn", "<<us/ssn>>"), ("seq", "{{order}}"), ("phone", "<<global/phone_e164>>")]),
]
