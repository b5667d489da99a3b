"""The special categories as forms and exports write them: headings and values in eight languages.

Each language has, by detector, three headings (of a table, of JSON, of a form) and the values. `SILENT` is
what stands in the same columns and says nothing.
"""

SILENT = {
    "en": ["", "N/A", "prefer not to say", "unknown", "not disclosed"],
    "de": ["", "k. A.", "keine Angabe", "unbekannt"],
    "fr": ["", "n/c", "non renseigné", "ne se prononce pas"],
    "es": ["", "n/d", "no consta", "prefiere no responder"],
    "it": ["", "n.d.", "non dichiarato", "non risponde"],
    "nl": ["", "n.v.t.", "onbekend", "zeg ik liever niet"],
    "pl": ["", "n/d", "brak danych", "odmowa odpowiedzi"],
    "pt": ["", "n/d", "não informado", "prefere não responder"],
}

CATEGORIES = {
    "global/religion": {
        "en": (["Religion", "religiousAffiliation", "Religious belief"],
               ["Church of England", "Roman Catholic", "Catholic", "Muslim", "Jewish", "Hindu", "Sikh", "Buddhist",
                "No religion", "Christian - Methodist", "Jehovah's Witness", "Atheist"]),
        "de": (["Konfession", "religionszugehoerigkeit", "Religion"],
               ["rk", "ev", "römisch-katholisch", "evangelisch", "evangelisch-lutherisch", "konfessionslos", "islamisch",
                "muslimisch", "jüdisch", "griechisch-orthodox", "alt-katholisch", "ohne Bekenntnis"]),
        "fr": (["Religion", "confession_religieuse", "Confession"],
               ["catholique", "protestant", "protestante", "musulmane", "juif", "israélite", "bouddhiste", "orthodoxe",
                "athée", "sans religion", "évangélique"]),
        "es": (["Religión", "confesion_religiosa", "Creencia religiosa"],
               ["católica", "católico", "evangélica", "musulmana", "judía", "ateo", "agnóstica", "budista",
                "Testigo de Jehová", "ortodoxa", "católico no practicante"]),
        "it": (["Religione", "confessione_religiosa", "Credo religioso"],
               ["cattolica", "cattolico", "evangelica", "musulmana", "ebraica", "ortodossa", "valdese", "ateo",
                "buddista", "induista"]),
        "nl": (["Godsdienst", "geloofsovertuiging", "Religie"],
               ["rooms-katholiek", "protestants", "gereformeerd", "hervormd", "islamitisch", "joods", "hindoe",
                "geen geloof", "boeddhistisch", "PKN"]),
        "pl": (["Wyznanie", "przynaleznosc_religijna", "Religia"],
               ["rzymskokatolickie", "rzymsko-katolickie", "prawosławne", "ewangelicko-augsburskie", "greckokatolickie",
                "mojżeszowe", "muzułmańskie", "bezwyznaniowy", "ateista", "katolik"]),
        "pt": (["Religião", "confissao_religiosa", "Crença religiosa"],
               ["católica", "católico", "evangélica", "espírita", "muçulmana", "judaica", "ateu", "Testemunha de Jeová",
                "candomblé", "sem religião"]),
    },
    "global/ethnic_origin": {
        "en": (["Ethnicity", "ethnic_group", "Ethnic origin"],
               ["White British", "White Irish", "Black African", "Black Caribbean", "Asian - Indian", "Asian - Pakistani",
                "Chinese", "Bangladeshi", "Arab", "Mixed - White and Asian", "Hispanic or Latino",
                "Black or African American", "Gypsy or Irish Traveller"]),
        "de": (["Ethnische Herkunft", "ethnische_zugehoerigkeit", "Ethnie"],
               ["deutsch", "türkisch", "kurdisch", "arabisch", "Sinti", "Roma", "sorbisch", "afrikanisch", "asiatisch"]),
        "fr": (["Origine ethnique", "appartenance_ethnique", "Ethnie"],
               ["maghrébine", "africaine", "asiatique", "européenne", "antillaise", "kabyle", "arabe", "Rom"]),
        "es": (["Origen étnico", "grupo_etnico", "Etnia"],
               ["gitana", "indígena", "afrodescendiente", "mestizo", "blanca", "árabe", "magrebí", "mapuche", "quechua"]),
        "it": (["Origine etnica", "gruppo_etnico", "Etnia"],
               ["africana", "asiatica", "araba", "rom", "sinti", "europea", "slava", "nordafricana"]),
        "nl": (["Etniciteit", "etnische_afkomst", "Etnische achtergrond"],
               ["Marokkaans", "Turks", "Surinaams", "Antilliaans", "Nederlands", "Hindoestaans", "Aziatisch",
                "Afrikaans"]),
        "pl": (["Pochodzenie etniczne", "grupa_etniczna", "Pochodzenie etniczne pracownika"],
               ["romskie", "ukraińskie", "białoruskie", "kaszubskie", "śląskie", "żydowskie", "tatarskie", "łemkowskie"]),
        "pt": (["Raça/Cor", "origem_etnica", "Etnia"],
               ["branca", "preta", "parda", "amarela", "indígena", "cigana", "negro", "quilombola"]),
    },
    "global/political_opinion": {
        "en": (["Political party", "partyAffiliation", "Voting intention"],
               ["Labour", "Conservative", "Liberal Democrat", "Green Party", "SNP", "Plaid Cymru", "Reform UK", "Democrat",
                "Republican", "Independent", "Democratic Party", "centre-left"]),
        "de": (["Parteizugehörigkeit", "politische_einstellung", "Partei"],
               ["SPD", "CDU", "CSU", "FDP", "Bündnis 90/Die Grünen", "Die Linke", "AfD", "Freie Wähler", "parteilos",
                "SPÖ", "konservativ"]),
        "fr": (["Opinion politique", "parti_politique", "Orientation politique"],
               ["Parti socialiste", "Les Républicains", "Rassemblement national", "La France insoumise", "Renaissance",
                "gauche", "droite", "écologiste", "centriste", "PCF", "extrême gauche"]),
        "es": (["Afiliación política", "partido_politico", "Ideología"],
               ["PSOE", "PP", "Vox", "Sumar", "Podemos", "ERC", "izquierda", "derecha", "socialista", "centro derecha",
                "PNV"]),
        "it": (["Orientamento politico", "partito_politico", "Opinione politica"],
               ["Partito Democratico", "Lega", "Forza Italia", "Fratelli d'Italia", "Movimento 5 Stelle", "centrosinistra",
                "centrodestra", "sinistra", "destra", "PD"]),
        "nl": (["Politieke voorkeur", "politieke_partij", "Politieke overtuiging"],
               ["VVD", "D66", "GroenLinks", "PvdA", "CDA", "PVV", "SP", "ChristenUnie", "links", "Partij voor de Dieren"]),
        "pl": (["Poglądy polityczne", "partia_polityczna", "Przynależność partyjna"],
               ["PiS", "Platforma Obywatelska", "Lewica", "Konfederacja", "PSL", "Polska 2050", "konserwatywne",
                "liberalne", "lewicowe", "Koalicja Obywatelska"]),
        "pt": (["Filiação partidária", "partido_politico", "Opinião política"],
               ["PS", "PSD", "Chega", "Bloco de Esquerda", "PCP", "Iniciativa Liberal", "esquerda", "direita", "PT", "MDB",
                "centro-esquerda"]),
    },
    "global/trade_union": {
        "en": (["Trade union", "union_membership", "Union member"],
               ["Unison", "Unite", "GMB", "NEU", "RCN", "yes", "USDAW", "Prospect", "Teamsters Local 705", "SEIU",
                "member"]),
        "de": (["Gewerkschaft", "gewerkschaftszugehoerigkeit", "Gewerkschaftsmitglied"],
               ["ver.di", "IG Metall", "IG BCE", "GEW", "NGG", "EVG", "GdP", "ja", "Marburger Bund", "Mitglied ver.di"]),
        "fr": (["Syndicat", "appartenance_syndicale", "Adhérent syndical"],
               ["CGT", "CFDT", "FO", "CFE-CGC", "CFTC", "UNSA", "SUD", "oui", "Solidaires", "CFDT Cadres"]),
        "es": (["Afiliación sindical", "sindicato", "Cuota sindical"],
               ["CCOO", "UGT", "CSIF", "USO", "CGT", "ELA", "sí", "afiliado", "CC.OO.", "CNT"]),
        "it": (["Iscrizione sindacale", "sindacato", "Trattenuta sindacale"],
               ["CGIL", "CISL", "UIL", "UGL", "FIOM", "sì", "FIOM-CGIL", "iscritto", "Cobas"]),
        "nl": (["Vakbond", "vakbondslidmaatschap", "Lid vakbond"],
               ["FNV", "CNV", "VCP", "ja", "FNV Bouwen & Wonen", "ABVV", "ACV", "lid", "De Unie"]),
        "pl": (["Związek zawodowy", "przynaleznosc_zwiazkowa", "Członek związku"],
               ["NSZZ Solidarność", "Solidarność", "OPZZ", "ZNP", "tak", "Sierpień 80", "FZZ", "członek"]),
        "pt": (["Filiação sindical", "sindicato", "Quota sindical"],
               ["CGTP", "UGT", "CUT", "sim", "Fenprof", "sindicalizado", "STAL", "Força Sindical"]),
    },
    "global/sexual_orientation": {
        "en": (["Sexual orientation", "sexualOrientation", "Sexuality"],
               ["Heterosexual", "Straight", "Gay", "Lesbian", "Bisexual", "Gay or lesbian", "Heterosexual/Straight",
                "Pansexual", "Asexual", "Queer", "Gay man"]),
        "de": (["Sexuelle Orientierung", "sexuelle_orientierung", "Sexualität"],
               ["heterosexuell", "homosexuell", "bisexuell", "lesbisch", "schwul", "asexuell", "pansexuell"]),
        "fr": (["Orientation sexuelle", "orientation_sexuelle", "Vie sexuelle"],
               ["hétérosexuel", "hétérosexuelle", "homosexuel", "homosexuelle", "bisexuel", "lesbienne", "gay",
                "hétéro"]),
        "es": (["Orientación sexual", "orientacion_sexual", "Vida sexual"],
               ["heterosexual", "homosexual", "bisexual", "lesbiana", "gay", "asexual", "pansexual"]),
        "it": (["Orientamento sessuale", "orientamento_sessuale", "Vita sessuale"],
               ["eterosessuale", "omosessuale", "bisessuale", "lesbica", "gay", "asessuale"]),
        "nl": (["Seksuele geaardheid", "seksuele_voorkeur", "Seksuele oriëntatie"],
               ["heteroseksueel", "homoseksueel", "biseksueel", "lesbisch", "homo", "hetero", "aseksueel"]),
        "pl": (["Orientacja seksualna", "orientacja_seksualna", "Orientacja seksualna pacjenta"],
               ["heteroseksualna", "homoseksualna", "biseksualna", "aseksualna", "gej", "lesbijka", "heteroseksualny"]),
        "pt": (["Orientação sexual", "orientacao_sexual", "Vida sexual"],
               ["heterossexual", "homossexual", "bissexual", "lésbica", "gay", "assexual"]),
    },
    "global/health_condition": {
        "en": (["Diagnosis", "medical_condition", "Allergies"],
               ["Type 2 diabetes", "Asthma", "Hypertension", "Depression", "HIV positive", "Breast cancer", "Epilepsy",
                "COPD", "Penicillin allergy", "Peanut allergy", "Atrial fibrillation", "E11.9", "Migraine",
                "Chronic kidney disease stage 3"]),
        "de": (["Diagnose", "vorerkrankungen", "Hauptdiagnose"],
               ["Diabetes mellitus Typ 2", "Asthma bronchiale", "arterielle Hypertonie", "Depression", "Epilepsie",
                "Brustkrebs", "Migräne", "I10.90", "Herzinsuffizienz", "Penicillinallergie", "Rheuma"]),
        "fr": (["Diagnostic", "antecedents_medicaux", "Pathologie"],
               ["diabète de type 2", "asthme", "hypertension artérielle", "dépression", "épilepsie", "cancer du sein",
                "migraine", "VIH", "insuffisance cardiaque", "sclérose en plaques"]),
        "es": (["Diagnóstico", "antecedentes_medicos", "Enfermedad"],
               ["diabetes tipo 2", "asma", "hipertensión arterial", "depresión", "epilepsia", "cáncer de mama", "migraña",
                "VIH", "insuficiencia cardíaca", "artritis reumatoide"]),
        "it": (["Diagnosi", "patologie_pregresse", "Patologia"],
               ["diabete tipo 2", "asma", "ipertensione arteriosa", "depressione", "epilessia", "carcinoma mammario",
                "emicrania", "HIV", "scompenso cardiaco", "celiachia"]),
        "nl": (["Diagnose", "medische_voorgeschiedenis", "Aandoening"],
               ["diabetes type 2", "astma", "hypertensie", "depressie", "epilepsie", "borstkanker", "migraine", "hiv",
                "hartfalen", "reuma"]),
        "pl": (["Rozpoznanie", "choroby_przewlekle", "Diagnoza"],
               ["cukrzyca typu 2", "astma", "nadciśnienie tętnicze", "depresja", "padaczka", "rak piersi", "migrena", "HIV",
                "niewydolność serca", "choroba wieńcowa"]),
        "pt": (["Diagnóstico", "antecedentes_clinicos", "Doença"],
               ["diabetes tipo 2", "asma", "hipertensão arterial", "depressão", "epilepsia", "cancro da mama", "enxaqueca",
                "VIH", "insuficiência cardíaca", "artrite reumatoide"]),
    },
    "global/genetic_data": {
        language: ([table, field, form],
                   ["BRCA1 c.5266dupC", "BRCA2 c.5946delT", "rs429358 C/T", "CFTR p.Phe508del", "NM_000059.3:c.7007G>A",
                    "HLA-B*57:01", "APOE ε4/ε4", "CYP2C19 *1/*2", "47,XX,+21"])
        for language, table, field, form in [
            ("en", "Genetic test result", "genotype", "Genetic variant"),
            ("de", "Ergebnis Gentest", "genotyp", "Genetischer Befund"),
            ("fr", "Résultat test génétique", "genotype", "Variant génétique"),
            ("es", "Resultado de la prueba genética", "genotipo", "Mutación genética"),
            ("it", "Esito test genetico", "genotipo", "Mutazione genetica"),
            ("nl", "Uitslag genetisch onderzoek", "genotype", "Genetische variant"),
            ("pl", "Wynik badania genetycznego", "genotyp", "Mutacja genetyczna"),
            ("pt", "Resultado do teste genético", "genotipo", "Mutação genética"),
        ]
    },
    # Under the last heading stands what was taken; the others hold a template, which generate.py draws.
    "global/biometric_data": {
        language: ([table, field, form], values)
        for language, table, field, form, values in [
            ("en", "Fingerprint template", "face_embedding", "Biometric data",
             ["fingerprint", "Facial image", "iris scan", "voice print"]),
            ("de", "Fingerabdruck", "gesichtsmerkmale", "Biometrische Daten",
             ["Fingerabdruck", "Gesichtsbild", "Irisscan", "Stimmprobe"]),
            ("fr", "Empreinte digitale", "gabarit_biometrique", "Données biométriques",
             ["empreinte digitale", "image faciale", "iris", "voix"]),
            ("es", "Huella dactilar", "plantilla_biometrica", "Datos biométricos",
             ["huella dactilar", "imagen facial", "iris", "voz"]),
            ("it", "Impronta digitale", "dati_biometrici", "Dati biometrici",
             ["impronta digitale", "immagine del volto", "iride", "voce"]),
            ("nl", "Vingerafdruk", "biometrische_gegevens", "Biometrische gegevens",
             ["vingerafdruk", "gezichtsopname", "irisscan", "stem"]),
            ("pl", "Odcisk palca", "dane_biometryczne", "Dane biometryczne",
             ["odcisk palca", "wizerunek twarzy", "tęczówka", "głos"]),
            ("pt", "Impressão digital", "dados_biometricos", "Dados biométricos",
             ["impressão digital", "imagem facial", "íris", "voz"]),
        ]
    },
}

# A newspaper's paragraphs: the same words, and nobody whom they are said of.
NEWS = {
    "en": """The Catholic church on the hill was built in 1820; a Jewish school and a mosque stand beside it.
Labour: a party between two elections. Green: the colour of the season.
Conservative and Labour members voted against the bill, the Liberal Democrats for it.
Unison and Unite called a strike for Thursday. A trade union, as Unite says, must ask its members first.
One in ten adults has asthma; type 2 diabetes and depression are on the rise, and gay bars are closing.
The race is on: Black Friday starts early. White British stilton won the prize.
BRCA1 is the gene that most people have heard of, and a fingerprint sensor is what every phone has.""",
    "de": """Die evangelische Kirche und die CDU luden ein: katholisch, jüdisch, muslimisch, alle kamen.
Grüne: Der Antrag geht zu weit. SPD: Er geht nicht weit genug. Die Linke: Enthaltung.
Die IG Metall und ver.di rufen zum Streik auf; die Gewerkschaft rechnet mit tausend Teilnehmern.
Asthma und Depression nehmen zu, Diabetes ebenso. Zwei türkische Bäckereien haben geöffnet.
Der Film erzählt von einer lesbischen Kommissarin. Der Fingerabdruck am Tatort half nicht weiter.""",
    "fr": """L'église catholique, le temple protestant et la mosquée sont ouverts dimanche.
Parti socialiste : une journée de débats. Gauche : la fin d'un cycle. Droite : l'attente.
La CGT et la CFDT appellent à la grève ; le syndicat attend mille personnes.
L'asthme et le diabète progressent. Un couple homosexuel raconte son mariage.
Une empreinte digitale a trahi le voleur ; le test génétique l'a confirmé.""",
    "es": """La iglesia católica y la comunidad judía celebran juntas.
PSOE: un congreso breve. Vox: ninguna respuesta. Izquierda: dividida.
CCOO y UGT convocan huelga; el sindicato espera mil personas. El asma y la depresión aumentan.
Una huella dactilar delató al ladrón. La novela cuenta la vida de una pareja gay.""",
    "it": """La chiesa cattolica e la comunità ebraica aprono le porte.
Partito Democratico: congresso rinviato. Lega: nessun commento. Sinistra: divisa.
CGIL e CISL proclamano lo sciopero; il sindacato attende mille persone.
Asma e depressione in aumento. Un'impronta digitale ha tradito il ladro.""",
    "nl": """De katholieke kerk en de joodse gemeente openen hun deuren.
VVD: geen commentaar. D66: voor. GroenLinks: tegen.
FNV en CNV roepen op tot staken; de vakbond rekent op duizend mensen.
Astma en depressie nemen toe. Een vingerafdruk verraadde de dief.""",
    "pl": """Kościół katolicki i gmina żydowska otwierają drzwi.
Lewica: za. Konfederacja: przeciw. Koalicja Obywatelska: bez komentarza.
Solidarność i OPZZ wzywają do strajku; związek zawodowy spodziewa się tysiąca osób.
Astma i depresja są coraz częstsze. Odcisk palca zdradził złodzieja.""",
    "pt": """A igreja católica e a comunidade judaica abrem as portas.
PS: congresso adiado. Chega: sem comentários. Esquerda: dividida.
CGTP e UGT convocam greve; o sindicato espera mil pessoas.
A asma e a depressão aumentam. Uma impressão digital denunciou o ladrão.""",
}

# Tables and files that look alike: name, headings, rows.
LOOKALIKES = {
    "products.csv": (["sku", "colour", "fit", "orientation", "condition", "pattern"],
                     [["black", "straight", "landscape", "new", "mixed"], ["white", "regular", "portrait", "used", "plain"],
                      ["green", "straight", "left", "refurbished", "striped"]]),
    "bookings.csv": (["booking", "party", "party_size", "party_name", "table", "remarks"],
                     [["4", "4", "Green", "12", "peanut allergy menu asked for"], ["Labour Day lunch", "9", "Conservative Club", "3", ""],
                      ["birthday", "6", "Independent", "7", "window"], ["2", "2", "Democrat Hotel", "1", "vegan"]]),
    "races.csv": (["race_no", "race", "race_name", "track", "horse"],
                  [["Derby", "White Rose Stakes", "Ascot", "Black Beauty"], ["Oaks", "African Queen Cup", "Epsom", "Gypsy"],
                   ["100 m", "Asian Games final", "turf", "Arab"]]),
    "fittings.csv": (["part", "union", "thread", "elbow"],
                     [["brass", "G 1/2", "90"], ["steel", "G 3/4", "45"], ["union nut", "G 1", "90"]]),
    "accounts.csv": (["account", "credit_union", "student_union", "customs_union", "third_party"],
                     [["yes", "yes", "EU", "Labour Ltd"], ["no", "yes", "EU", "Republican Services"],
                      ["member", "no", "EAEU", "Green"]]),
    "buildings.csv": (["id", "church", "denomination_count", "order", "style"],
                      [["St. Mary, Catholic", "3", "Jesuit", "Gothic"], ["Trinity, Anglican", "2", "", "Norman"],
                       ["New Synagogue, Jewish", "1", "", "Moorish"]]),
    "voters.csv": (["id", "religion", "ethnicity", "political_party", "trade_union", "sexual_orientation", "diagnosis"],
                   [["", "", "", "", "", ""], ["n/a", "n/a", "n/a", "no", "n/a", "n/a"],
                    ["unknown", "unknown", "none", "none", "prefer not to say", "none"],
                    ["-", "-", "-", "-", "-", "-"], ["see file", "see file", "see file", "no", "see file", "see file"]]),
    "genes.csv": (["entry", "gene", "chromosome", "description", "indication"],
                  [["BRCA1", "17", "DNA repair", "breast cancer"], ["CFTR", "7", "chloride channel", "cystic fibrosis"],
                   ["HBB", "11", "beta globin", "anaemia"]]),
    "medicines.csv": (["entry", "medicine", "use", "warning", "department"],
                      [["salbutamol", "asthma", "not with epilepsy", "pulmonology"],
                       ["metformin", "type 2 diabetes", "not with kidney disease", "endocrinology"],
                       ["sertraline", "depression", "migraine may occur", "psychiatry"]]),
    "phones.csv": (["model", "fingerprint", "face_unlock", "iris", "screen"],
                   [["yes", "no", "no", "6.1"], ["under display", "yes", "no", "6.7"], ["side", "no", "no", "5.9"]]),
    "films.csv": (["film", "genre", "theme", "language", "rating"],
                  [["drama", "gay", "Chinese", "12"], ["comedy", "lesbian", "Arabic", "6"], ["horror", "Catholic", "Polish", "18"]]),
}
