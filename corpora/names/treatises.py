"""Texts that speak of health, belief, parties and unions and of nobody in particular, and records in which the same words are somebody's.

By language: an issue of a newspaper, a chapter of a medical textbook, a history of a church, a party's programme and a union's statutes;
then the headings and values of a table of staff, a patient's record and a list of members. Everything was written for this folder.
"""

TREATISES = {
    "en": {
        "newspaper": """Evening edition, 4 March 1987
Politics: the Liberal Democrats and the Conservative Party could not agree on the budget; the Labour Party called for a vote.
Religion: Catholic, Protestant and Muslim congregations opened their doors on Sunday, and the Jewish community held a concert.
Health: two wards of the county hospital were closed after cases of tuberculosis; asthma and diabetes are on the rise, said a doctor.
Unions: Unison and the Unite trade union announced a strike of bus drivers. A Roma theatre group plays on Friday. The gay and lesbian film festival begins on Monday.
Letters: "I was a socialist at twenty and a conservative at forty," writes a reader, "and a member of the union all along."
""",
        "medicine": """Chapter 12. Diabetes mellitus
Definition: diabetes mellitus is a chronic disease in which the body does not make enough insulin, or does not use it well enough.
Diagnosis: a fasting glucose of more than 126 mg/dl on two different days, or symptoms together with a random value above 200 mg/dl, is sufficient in adults.
Comorbidities such as hypertension, obesity and chronic kidney disease are treated at the same time. Pregnancy asks for closer control.
Genetics. Variants of HNF1A and GCK explain rare forms; BRCA1 and APOE play no part. Depression is twice as frequent as in other people.
Table 12.3 Frequency of type 2 diabetes by age: 3 %, 8 %, 19 %.
""",
        "church": """A short history of the parish church
The church was Catholic until the Reformation, then Lutheran, and for a few years Calvinist. Religion: the word itself meant a vow.
In 1701 Huguenots came, in 1750 Moravian brethren, in 1848 the first Methodist preacher. Faith was no private matter; who was baptised stood in the books.
Jewish families had a prayer room in the lane behind the market, and after 1960 Muslim workers met in the old school.
The diocese counted Anglican, Orthodox and Baptist guests when the bell was hung again. An atheist gave the money for the organ.
""",
        "party": """Programme of the party
Our opinion: socialism is no ghost, and liberals, greens and conservatives have nothing to fear from an open debate.
Political opinion is free. We want social democrats and communists to speak in the same parliament, and nobody to be asked for a party book.
Trade unions and employers negotiate. The right to religion and the right to none are equal; homosexual couples marry as others do.
Health is no commodity: cancer, HIV and depression must be treated whoever pays. Ethnic minorities, Roma and Sinti among them, have their schools.
Members vote on this programme every four years.
""",
        "statutes": """Statutes of the union
Article 1. The union is called Union of Transport Workers. It is a member of the national trade union confederation.
Article 2. Membership: whoever works in transport may join, whatever the religion, party, origin or sexual orientation.
Article 3. Union dues are one per cent of the wage. A member on strike receives support from the first day.
Article 4. Shop stewards are elected for three years. Union membership ends with a letter to the branch.
Article 5. The union works with Unison, the GMB and the teachers' union. It is independent of the Labour Party and of all churches.
""",
    },
    "de": {
        "newspaper": """Abendausgabe, 4. März 1987
Politik: SPD und CDU stritten im Landtag über den Haushalt, die Grünen verließen den Saal, die FDP enthielt sich.
Religion: Katholische, evangelische und muslimische Gemeinden öffneten am Sonntag ihre Türen, die jüdische Gemeinde lud zum Konzert.
Gesundheit: Nach Fällen von Tuberkulose wurden zwei Stationen geschlossen; Asthma und Diabetes nehmen zu, sagte ein Arzt.
Gewerkschaft: Ver.di und IG Metall riefen zu einem Warnstreik auf. Am Freitag spielt eine Bühne der Sinti und Roma. Das schwul-lesbische Filmfest beginnt am Montag.
Leserbrief: „Mit zwanzig war ich Sozialist, mit vierzig konservativ und immer in der Gewerkschaft.“
""",
        "medicine": """12. Kapitel. Diabetes mellitus
Definition: Diabetes mellitus ist eine chronische Erkrankung, bei der der Körper zu wenig Insulin bildet oder es nicht genügend nutzt.
Diagnose: Ein Nüchternzucker über 126 mg/dl an zwei verschiedenen Tagen oder Beschwerden mit einem Wert über 200 mg/dl genügen bei Erwachsenen.
Begleitende Erkrankungen wie Bluthochdruck, Adipositas und Niereninsuffizienz werden mitbehandelt. Eine Schwangerschaft verlangt engere Kontrollen.
Genetik. Varianten von HNF1A und GCK erklären seltene Formen. Depressionen sind doppelt so häufig wie sonst.
Tabelle 12.3 Häufigkeit des Typ-2-Diabetes nach Alter: 3 %, 8 %, 19 %.
""",
        "church": """Kleine Geschichte der Pfarrkirche
Bis zur Reformation war die Kirche katholisch, dann lutherisch, einige Jahre reformiert. Konfession: das Wort meinte anfangs ein Bekenntnis vor Zeugen.
1701 kamen Hugenotten, 1750 Herrnhuter, 1848 der erste methodistische Prediger. Der Glaube war keine private Sache.
Jüdische Familien hatten ein Bethaus hinter dem Markt, nach 1960 trafen sich muslimische Arbeiter in der alten Schule.
Als die Glocke wieder hing, kamen orthodoxe, altkatholische und evangelische Gäste. Ein Atheist gab das Geld für die Orgel.
""",
        "party": """Grundsatzprogramm der Partei
Unsere Haltung: Der Sozialismus ist kein Gespenst, und Liberale, Grüne und Konservative haben von einer offenen Debatte nichts zu fürchten.
Politische Einstellung ist frei. Sozialdemokraten und Kommunisten sitzen im selben Parlament, niemand fragt nach dem Parteibuch.
Gewerkschaften und Arbeitgeber verhandeln. Das Recht auf Religion und das Recht auf keine sind gleich; homosexuelle Paare heiraten wie andere.
Gesundheit ist keine Ware: Krebs, HIV und Depressionen werden behandelt, wer auch zahlt. Ethnische Minderheiten haben ihre Schulen.
Über das Programm stimmen die Mitglieder ab.
""",
        "statutes": """Satzung der Gewerkschaft
§ 1 Die Gewerkschaft heißt Gewerkschaft der Transportarbeiter. Sie gehört dem Deutschen Gewerkschaftsbund an.
§ 2 Mitgliedschaft: Wer im Verkehr arbeitet, kann eintreten, gleich welcher Religion, Partei, Herkunft oder sexuellen Orientierung.
§ 3 Der Gewerkschaftsbeitrag beträgt ein Prozent des Lohns. Im Streik wird ab dem ersten Tag Unterstützung gezahlt.
§ 4 Vertrauensleute werden auf drei Jahre gewählt. Die Gewerkschaftszugehörigkeit endet mit einem Brief an den Ortsverein.
§ 5 Die Gewerkschaft arbeitet mit ver.di, IG Metall und GEW zusammen. Sie ist von SPD, CDU und allen Kirchen unabhängig.
""",
    },
    "fr": {
        "newspaper": """Édition du soir, 4 mars 1987
Politique : le Parti socialiste et Les Républicains n'ont pu s'entendre sur le budget ; les écologistes ont quitté la salle.
Religion : des paroisses catholiques, protestantes et des mosquées ont ouvert leurs portes dimanche, la communauté juive a donné un concert.
Santé : deux services ont fermé après des cas de tuberculose ; l'asthme et le diabète progressent, dit un médecin.
Syndicats : la CGT et la CFDT appellent à la grève des bus. Une troupe rom joue vendredi. Le festival du film gay et lesbien s'ouvre lundi.
Courrier : « J'étais socialiste à vingt ans, conservateur à quarante, et syndiqué toujours. »
""",
        "medicine": """Chapitre 12. Le diabète
Définition : le diabète est une maladie chronique dans laquelle le corps produit trop peu d'insuline ou l'utilise mal.
Diagnostic : une glycémie à jeun de plus de 1,26 g/l deux jours différents, ou des symptômes avec une valeur de plus de 2 g/l, suffisent chez l'adulte.
Les maladies associées, hypertension, obésité, insuffisance rénale, se traitent en même temps. La grossesse demande un contrôle plus serré.
Génétique. Des variants de HNF1A et de GCK expliquent des formes rares. La dépression est deux fois plus fréquente.
Tableau 12.3 Fréquence du diabète de type 2 selon l'âge : 3 %, 8 %, 19 %.
""",
        "church": """Petite histoire de l'église paroissiale
L'église fut catholique jusqu'à la Réforme, puis luthérienne, quelques années réformée. Confession : le mot disait d'abord un aveu devant témoins.
En 1701 vinrent des huguenots, en 1848 le premier pasteur méthodiste. La foi n'était pas une affaire privée.
Des familles juives avaient un oratoire derrière le marché ; après 1960 des ouvriers musulmans se réunirent dans l'ancienne école.
Quand la cloche fut remise, des hôtes orthodoxes, anglicans et protestants vinrent. Un athée paya l'orgue.
""",
        "party": """Programme du parti
Notre opinion : le socialisme n'est pas un fantôme, et libéraux, écologistes et conservateurs n'ont rien à craindre d'un débat ouvert.
L'opinion politique est libre. Socialistes et communistes siègent au même parlement, personne ne demande la carte du parti.
Syndicats et employeurs négocient. Le droit à une religion et le droit à aucune sont égaux ; les couples homosexuels se marient.
La santé n'est pas une marchandise : cancer, VIH et dépression sont soignés, qui que paie. Les minorités ethniques ont leurs écoles.
Les membres votent ce programme tous les quatre ans.
""",
        "statutes": """Statuts du syndicat
Article 1. Le syndicat s'appelle Syndicat des transports. Il est membre de la confédération.
Article 2. Adhésion : qui travaille dans les transports peut adhérer, quels que soient la religion, le parti, l'origine ou l'orientation sexuelle.
Article 3. La cotisation syndicale est d'un pour cent du salaire. En grève, l'aide est versée dès le premier jour.
Article 4. Les délégués sont élus pour trois ans. L'appartenance syndicale prend fin par une lettre à la section.
Article 5. Le syndicat travaille avec la CGT, la CFDT et FO. Il est indépendant du Parti socialiste et de toutes les Églises.
""",
    },
    "es": {
        "newspaper": """Edición de la tarde, 4 de marzo de 1987
Política: PSOE y PP no lograron un acuerdo sobre el presupuesto; Izquierda Unida pidió una votación.
Religión: parroquias católicas, iglesias evangélicas y mezquitas abrieron el domingo, y la comunidad judía dio un concierto.
Salud: dos plantas cerraron tras casos de tuberculosis; el asma y la diabetes aumentan, dijo un médico.
Sindicatos: Comisiones Obreras y UGT convocan una huelga de autobuses. Una compañía gitana actúa el viernes. El festival de cine gay y lésbico empieza el lunes.
Cartas: «Fui socialista a los veinte, conservador a los cuarenta y sindicalista siempre.»
""",
        "medicine": """Capítulo 12. Diabetes mellitus
Definición: la diabetes mellitus es una enfermedad crónica en la que el cuerpo produce poca insulina o no la aprovecha.
Diagnóstico: una glucemia en ayunas superior a 126 mg/dl en dos días distintos, o síntomas con un valor superior a 200 mg/dl, bastan en adultos.
Las enfermedades asociadas, hipertensión, obesidad e insuficiencia renal, se tratan a la vez. El embarazo exige más control.
Genética. Variantes de HNF1A y GCK explican formas raras. La depresión es el doble de frecuente.
Tabla 12.3 Frecuencia de la diabetes tipo 2 por edad: 3 %, 8 %, 19 %.
""",
        "church": """Breve historia de la iglesia parroquial
La iglesia fue católica desde el principio; en 1560 hubo un círculo luterano. Religión: la palabra significaba primero un voto.
En 1848 llegó el primer predicador metodista. La fe no era asunto privado; quién estaba bautizado constaba en los libros.
Familias judías tuvieron una sinagoga tras el mercado; después de 1960 obreros musulmanes se reunieron en la vieja escuela.
Cuando se colgó la campana vinieron invitados ortodoxos, anglicanos y evangélicos. Un ateo pagó el órgano.
""",
        "party": """Programa del partido
Nuestra opinión: el socialismo no es un fantasma, y liberales, verdes y conservadores nada tienen que temer de un debate abierto.
La ideología política es libre. Socialistas y comunistas se sientan en el mismo parlamento y nadie pide el carné.
Sindicatos y patronos negocian. El derecho a una religión y el derecho a ninguna son iguales; las parejas homosexuales se casan.
La salud no es mercancía: cáncer, VIH y depresión se tratan, pague quien pague. Las minorías étnicas, los gitanos entre ellas, tienen sus escuelas.
Los afiliados votan este programa cada cuatro años.
""",
        "statutes": """Estatutos del sindicato
Artículo 1. El sindicato se llama Sindicato del Transporte. Pertenece a la confederación.
Artículo 2. Afiliación: quien trabaje en el transporte puede afiliarse, cualquiera que sea su religión, partido, origen u orientación sexual.
Artículo 3. La cuota sindical es el uno por ciento del salario. En huelga se paga ayuda desde el primer día.
Artículo 4. Los delegados se eligen por tres años. La afiliación sindical termina con una carta a la sección.
Artículo 5. El sindicato colabora con CCOO, UGT y USO. Es independiente del PSOE, del PP y de todas las iglesias.
""",
    },
    "it": {
        "newspaper": """Edizione della sera, 4 marzo 1987
Politica: Partito Democratico e Forza Italia non si sono accordati sul bilancio; i Verdi hanno lasciato l'aula.
Religione: parrocchie cattoliche, chiese valdesi e moschee hanno aperto domenica, la comunità ebraica ha dato un concerto.
Salute: due reparti chiusi dopo casi di tubercolosi; asma e diabete sono in aumento, dice un medico.
Sindacati: CGIL e CISL annunciano lo sciopero degli autobus. Venerdì recita una compagnia rom. Il festival del cinema gay e lesbico comincia lunedì.
Lettere: «A vent'anni ero socialista, a quaranta conservatore, e sempre iscritto al sindacato.»
""",
        "medicine": """Capitolo 12. Diabete mellito
Definizione: il diabete mellito è una malattia cronica in cui il corpo produce poca insulina o non la usa abbastanza.
Diagnosi: una glicemia a digiuno superiore a 126 mg/dl in due giorni diversi, o sintomi con un valore superiore a 200 mg/dl, bastano nell'adulto.
Le malattie associate, ipertensione, obesità, insufficienza renale, si curano insieme. La gravidanza chiede controlli più stretti.
Genetica. Varianti di HNF1A e GCK spiegano forme rare. La depressione è due volte più frequente.
Tabella 12.3 Frequenza del diabete di tipo 2 per età: 3 %, 8 %, 19 %.
""",
        "church": """Piccola storia della chiesa parrocchiale
La chiesa fu sempre cattolica; nel 1560 ci fu un gruppo luterano e nel 1848 arrivarono i valdesi. Religione: la parola indicava prima un voto.
La fede non era un affare privato; chi era battezzato stava nei libri.
Famiglie ebree avevano un oratorio dietro il mercato; dopo il 1960 operai musulmani si riunirono nella vecchia scuola.
Quando la campana tornò vennero ospiti ortodossi, anglicani e metodisti. Un ateo pagò l'organo.
""",
        "party": """Programma del partito
La nostra opinione: il socialismo non è un fantasma, e liberali, verdi e conservatori non hanno nulla da temere da un dibattito aperto.
L'orientamento politico è libero. Socialisti e comunisti siedono nello stesso parlamento, nessuno chiede la tessera.
Sindacati e datori di lavoro trattano. Il diritto a una religione e il diritto a nessuna sono uguali; le coppie omosessuali si sposano.
La salute non è una merce: cancro, HIV e depressione si curano, chiunque paghi. Le minoranze etniche hanno le loro scuole.
Gli iscritti votano il programma ogni quattro anni.
""",
        "statutes": """Statuto del sindacato
Articolo 1. Il sindacato si chiama Sindacato dei trasporti. Aderisce alla confederazione.
Articolo 2. Iscrizione: chi lavora nei trasporti può iscriversi, quali che siano religione, partito, origine o orientamento sessuale.
Articolo 3. La quota sindacale è l'uno per cento del salario. In sciopero l'aiuto è pagato dal primo giorno.
Articolo 4. I delegati sono eletti per tre anni. L'iscrizione al sindacato finisce con una lettera alla sezione.
Articolo 5. Il sindacato lavora con CGIL, CISL e UIL. È indipendente dal Partito Democratico e da tutte le chiese.
""",
    },
    "nl": {
        "newspaper": """Avondeditie, 4 maart 1987
Politiek: PvdA en VVD werden het niet eens over de begroting; GroenLinks verliet de zaal, het CDA onthield zich.
Religie: katholieke, protestantse en islamitische gemeenten openden zondag hun deuren, de joodse gemeente gaf een concert.
Gezondheid: twee afdelingen sloten na gevallen van tuberculose; astma en diabetes nemen toe, zei een arts.
Vakbond: FNV en CNV kondigen een staking van buschauffeurs aan. Vrijdag speelt een Roma-gezelschap. Het homo- en lesbische filmfestival begint maandag.
Brieven: "Op mijn twintigste was ik socialist, op mijn veertigste conservatief, en altijd lid van de bond."
""",
        "medicine": """Hoofdstuk 12. Diabetes mellitus
Definitie: diabetes mellitus is een chronische ziekte waarbij het lichaam te weinig insuline maakt of het niet goed gebruikt.
Diagnose: een nuchtere glucose van meer dan 7,0 mmol/l op twee verschillende dagen, of klachten met een waarde van meer dan 11,1, is bij volwassenen voldoende.
Bijkomende aandoeningen als hypertensie, obesitas en nierfalen worden meebehandeld. Zwangerschap vraagt om strakkere controle.
Genetica. Varianten van HNF1A en GCK verklaren zeldzame vormen. Depressie komt twee keer zo vaak voor.
Tabel 12.3 Frequentie van diabetes type 2 naar leeftijd: 3 %, 8 %, 19 %.
""",
        "church": """Kleine geschiedenis van de parochiekerk
De kerk was katholiek tot de Reformatie, daarna gereformeerd en een paar jaar luthers. Geloof: het woord betekende eerst een belofte.
In 1701 kwamen hugenoten, in 1848 de eerste methodistische prediker. Wie gedoopt was, stond in de boeken.
Joodse gezinnen hadden een gebedsruimte achter de markt; na 1960 kwamen islamitische arbeiders bijeen in de oude school.
Toen de klok weer hing kwamen orthodoxe, anglicaanse en doopsgezinde gasten. Een atheïst betaalde het orgel.
""",
        "party": """Programma van de partij
Onze opvatting: het socialisme is geen spook, en liberalen, groenen en conservatieven hebben van een open debat niets te vrezen.
Politieke overtuiging is vrij. Sociaaldemocraten en communisten zitten in hetzelfde parlement, niemand vraagt naar het partijboekje.
Vakbonden en werkgevers onderhandelen. Het recht op een religie en het recht op geen zijn gelijk; homoseksuele paren trouwen.
Gezondheid is geen koopwaar: kanker, hiv en depressie worden behandeld, wie ook betaalt. Etnische minderheden hebben hun scholen.
De leden stemmen om de vier jaar over dit programma.
""",
        "statutes": """Statuten van de vakbond
Artikel 1. De bond heet Vervoersbond. Hij is lid van de vakcentrale.
Artikel 2. Lidmaatschap: wie in het vervoer werkt kan lid worden, ongeacht religie, partij, afkomst of seksuele gerichtheid.
Artikel 3. De vakbondscontributie is een procent van het loon. Bij staking wordt vanaf de eerste dag steun betaald.
Artikel 4. Kaderleden worden voor drie jaar gekozen. Het vakbondslidmaatschap eindigt met een brief aan de afdeling.
Artikel 5. De bond werkt samen met FNV, CNV en de onderwijsbond. Hij is onafhankelijk van PvdA, CDA en alle kerken.
""",
    },
    "pl": {
        "newspaper": """Wydanie wieczorne, 4 marca 1987
Polityka: Prawo i Sprawiedliwość i Platforma Obywatelska nie uzgodniły budżetu; Lewica opuściła salę.
Religia: parafie katolickie, zbory ewangelickie i meczet otworzyły w niedzielę drzwi, gmina żydowska dała koncert.
Zdrowie: dwa oddziały zamknięto po przypadkach gruźlicy; astma i cukrzyca są coraz częstsze, mówi lekarz.
Związki: Solidarność i OPZZ zapowiadają strajk kierowców. W piątek gra zespół romski. Festiwal filmów gejowskich i lesbijskich zaczyna się w poniedziałek.
Listy: „W wieku dwudziestu lat byłem socjalistą, czterdziestu konserwatystą, a w związku zawsze.”
""",
        "medicine": """Rozdział 12. Cukrzyca
Definicja: cukrzyca to przewlekła choroba, w której organizm wytwarza za mało insuliny albo źle ją wykorzystuje.
Rozpoznanie: stężenie glukozy na czczo powyżej 126 mg/dl w dwóch różnych dniach albo objawy z wartością powyżej 200 mg/dl wystarczają u dorosłych.
Choroby współistniejące, nadciśnienie, otyłość, niewydolność nerek, leczy się równocześnie. Ciąża wymaga ściślejszej kontroli.
Genetyka. Warianty HNF1A i GCK tłumaczą rzadkie postacie. Depresja występuje dwa razy częściej.
Tabela 12.3 Częstość cukrzycy typu 2 według wieku: 3 %, 8 %, 19 %.
""",
        "church": """Krótka historia kościoła parafialnego
Kościół był katolicki do reformacji, potem luterański, przez kilka lat kalwiński. Wyznanie: słowo to oznaczało najpierw przyznanie się.
W 1701 przybyli hugenoci, w 1848 pierwszy kaznodzieja metodystów. Wiara nie była sprawą prywatną.
Rodziny żydowskie miały dom modlitwy za rynkiem; po 1960 muzułmańscy robotnicy spotykali się w starej szkole.
Gdy dzwon wrócił, przyszli goście prawosławni, anglikańscy i ewangeliccy. Organy opłacił ateista.
""",
        "party": """Program partii
Nasza opinia: socjalizm nie jest widmem, a liberałowie, zieloni i konserwatyści nie mają się czego bać w otwartej debacie.
Poglądy polityczne są wolne. Socjaliści i komuniści siedzą w jednym parlamencie, nikt nie pyta o legitymację.
Związki zawodowe i pracodawcy negocjują. Prawo do religii i prawo do żadnej są równe; pary homoseksualne zawierają małżeństwa.
Zdrowie nie jest towarem: rak, HIV i depresja są leczone bez względu na to, kto płaci. Mniejszości etniczne mają swoje szkoły.
Członkowie głosują nad programem co cztery lata.
""",
        "statutes": """Statut związku
Artykuł 1. Związek nazywa się Związek Zawodowy Transportowców. Należy do ogólnopolskiego porozumienia.
Artykuł 2. Członkostwo: kto pracuje w transporcie, może wstąpić bez względu na religię, partię, pochodzenie i orientację seksualną.
Artykuł 3. Składka związkowa wynosi jeden procent płacy. W czasie strajku pomoc wypłaca się od pierwszego dnia.
Artykuł 4. Delegatów wybiera się na trzy lata. Przynależność związkowa kończy się listem do koła.
Artykuł 5. Związek współpracuje z Solidarnością i OPZZ. Jest niezależny od partii i od wszystkich kościołów.
""",
    },
    "pt": {
        "newspaper": """Edição da tarde, 4 de março de 1987
Política: o Partido Socialista e o PSD não chegaram a acordo sobre o orçamento; o Bloco de Esquerda deixou a sala.
Religião: paróquias católicas, igrejas evangélicas e a mesquita abriram no domingo, e a comunidade judaica deu um concerto.
Saúde: duas enfermarias fecharam após casos de tuberculose; a asma e a diabetes aumentam, disse um médico.
Sindicatos: a CGTP e a UGT anunciam greve dos autocarros. Na sexta atua um grupo cigano. O festival de cinema gay e lésbico começa na segunda.
Cartas: «Aos vinte fui socialista, aos quarenta conservador, e sempre sindicalizado.»
""",
        "medicine": """Capítulo 12. Diabetes mellitus
Definição: a diabetes mellitus é uma doença crónica em que o corpo produz pouca insulina ou não a usa bem.
Diagnóstico: uma glicemia em jejum superior a 126 mg/dl em dois dias diferentes, ou sintomas com um valor superior a 200 mg/dl, bastam em adultos.
As doenças associadas, hipertensão, obesidade e insuficiência renal, tratam-se ao mesmo tempo. A gravidez pede mais controlo.
Genética. Variantes de HNF1A e GCK explicam formas raras. A depressão é duas vezes mais frequente.
Tabela 12.3 Frequência da diabetes tipo 2 por idade: 3 %, 8 %, 19 %.
""",
        "church": """Breve história da igreja paroquial
A igreja foi sempre católica; em 1560 houve um grupo luterano e em 1848 o primeiro pregador metodista. Religião: a palavra queria dizer voto.
A fé não era assunto privado; quem era batizado constava dos livros.
Famílias judias tinham uma casa de oração atrás do mercado; depois de 1960 operários muçulmanos reuniram-se na velha escola.
Quando o sino voltou vieram convidados ortodoxos, anglicanos e evangélicos. Um ateu pagou o órgão.
""",
        "party": """Programa do partido
A nossa opinião: o socialismo não é um fantasma, e liberais, verdes e conservadores nada têm a temer de um debate aberto.
A convicção política é livre. Socialistas e comunistas sentam-se no mesmo parlamento, ninguém pede o cartão.
Sindicatos e patrões negoceiam. O direito a uma religião e o direito a nenhuma são iguais; os casais homossexuais casam.
A saúde não é mercadoria: cancro, VIH e depressão tratam-se, pague quem pagar. As minorias étnicas têm as suas escolas.
Os militantes votam o programa de quatro em quatro anos.
""",
        "statutes": """Estatutos do sindicato
Artigo 1. O sindicato chama-se Sindicato dos Transportes. É membro da confederação.
Artigo 2. Filiação: quem trabalha nos transportes pode filiar-se, qualquer que seja a religião, o partido, a origem ou a orientação sexual.
Artigo 3. A quota sindical é de um por cento do salário. Em greve, o apoio é pago desde o primeiro dia.
Artigo 4. Os delegados são eleitos por três anos. A filiação sindical termina com uma carta à secção.
Artigo 5. O sindicato trabalha com a CGTP e a UGT. É independente do Partido Socialista e de todas as igrejas.
""",
    },
}

# Of a table of staff: number, religion, union; of a patient's record: patient, health condition; of a list of members: number, party.
RECORDS = {
    "en": (("staff no", "religion", "trade union"), (["Catholic", "Muslim", "Jewish", "Lutheran"], ["Unison", "Unite", "GMB", "Unison"]),
           ("Patient number", "Diagnosis", "Comorbidities"), (["type 2 diabetes", "asthma", "tuberculosis", "depression"], ["hypertension", "obesity", "chronic kidney disease", "asthma"]),
           ("member no", "political party"), ["Labour Party", "Conservative Party", "Liberal Democrats", "Labour Party"]),
    "de": (("Personalnummer", "Konfession", "Gewerkschaft"), (["katholisch", "evangelisch", "muslimisch", "jüdisch"], ["IG Metall", "ver.di", "GEW", "IG Metall"]),
           ("Patientennummer", "Diagnose", "Vorerkrankungen"), (["Diabetes mellitus", "Asthma", "Tuberkulose", "Depression"], ["Bluthochdruck", "Adipositas", "Asthma", "Hypertonie"]),
           ("Mitgliedsnummer", "Partei"), ["SPD", "CDU", "FDP", "Die Grünen"]),
    "fr": (("matricule", "religion", "syndicat"), (["catholique", "protestant", "musulman", "juif"], ["CGT", "CFDT", "FO", "CGT"]),
           ("Numéro du patient", "Diagnostic", "Antécédents médicaux"), (["diabète de type 2", "asthme", "tuberculose", "dépression"], ["hypertension", "obésité", "asthme", "cancer"]),
           ("numéro d'adhérent", "parti politique"), ["Parti socialiste", "Les Républicains", "Parti socialiste", "Les Républicains"]),
    "es": (("número de empleado", "religión", "sindicato"), (["católica", "musulmán", "judía", "evangélico"], ["CCOO", "UGT", "USO", "CCOO"]),
           ("Número de paciente", "Diagnóstico", "Antecedentes médicos"), (["diabetes tipo 2", "asma", "tuberculosis", "depresión"], ["hipertensión", "obesidad", "asma", "cáncer"]),
           ("número de socio", "partido político"), ["PSOE", "PP", "Izquierda Unida", "PSOE"]),
    "it": (("matricola", "religione", "sindacato"), (["cattolica", "musulmano", "ebrea", "valdese"], ["CGIL", "CISL", "UIL", "CGIL"]),
           ("Numero paziente", "Diagnosi", "Patologie"), (["diabete mellito", "asma", "tubercolosi", "depressione"], ["ipertensione", "obesità", "asma", "cancro"]),
           ("numero di tessera", "partito politico"), ["Partito Democratico", "Forza Italia", "Partito Democratico", "Lega"]),
    "nl": (("personeelsnummer", "religie", "vakbond"), (["katholiek", "protestants", "islamitisch", "joods"], ["FNV", "CNV", "FNV", "CNV"]),
           ("Patiëntnummer", "Diagnose", "Aandoeningen"), (["diabetes mellitus", "astma", "tuberculose", "depressie"], ["hypertensie", "obesitas", "astma", "kanker"]),
           ("lidnummer", "politieke partij"), ["PvdA", "VVD", "CDA", "GroenLinks"]),
    "pl": (("numer pracownika", "wyznanie", "związek zawodowy"), (["katolickie", "prawosławne", "muzułmańskie", "ewangelickie"], ["Solidarność", "OPZZ", "Solidarność", "OPZZ"]),
           ("Numer pacjenta", "Rozpoznanie", "Choroby"), (["cukrzyca typu 2", "astma", "gruźlica", "depresja"], ["nadciśnienie", "otyłość", "astma", "rak"]),
           ("numer członka", "partia polityczna"), ["Prawo i Sprawiedliwość", "Platforma Obywatelska", "Lewica", "Prawo i Sprawiedliwość"]),
    "pt": (("número de funcionário", "religião", "sindicato"), (["católica", "muçulmano", "judaica", "evangélico"], ["CGTP", "UGT", "CGTP", "UGT"]),
           ("Número do paciente", "Diagnóstico", "Doenças"), (["diabetes tipo 2", "asma", "tuberculose", "depressão"], ["hipertensão", "obesidade", "asma", "cancro"]),
           ("número de sócio", "partido político"), ["Partido Socialista", "PSD", "Bloco de Esquerda", "Partido Socialista"]),
}
