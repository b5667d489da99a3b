"""Letters, e-mails, notes, complaints and minutes in eight languages, and texts that look alike.

`{full}`, `{rev}`, `{hon}` and `{given}` are names (the last a given name alone), `{addr}`, `{block}` and `{box}`
addresses; `{firm}`, `{city}` and `{road}` are none, and neither is anything else here.
"""

TEXTS = {
    "en": [
        """{full}
{block}

3 April 2024

Dear {hon},

Re: your order of 12 March

Thank you for your letter. {firm} regrets that the Oxford armchair arrived with a broken leg. Our driver
will collect it from {addr} on Monday, and a new one leaves the Manchester depot in May.

Yours sincerely,

{full}
Head of Customer Care
""",
        """From: Service Desk
Subject: Re: Access to the Payroll Portal

Hi {given},

I spoke with {full} from Human Resources this morning. She asked {full} and {full} to sign the form before
Friday; the Terms of Use have changed. Please ask {hon} in Accounts Payable if anything is unclear. The new
office near {road} opens in June, next to the Victoria Hotel.

Kind regards,
{full}
""",
        """CASE NOTE 4471 - Community Health Team

Patient {full} was seen at home ({addr}) together with the daughter, {full}. Blood pressure was normal,
Ibuprofen was stopped. Referred to Dr {surname} at St Thomas Hospital. The neighbour, {hon}, keeps a spare
key. Next visit: Tuesday, 14 May. Social worker {full} informed by telephone.
""",
        """I am writing to complain about the noise from the building site of {firm} at the corner of {road}. My
name is {full} and I have lived at {addr} since 1998. On Good Friday the foreman, a certain {hon}, told my
husband {given} that Health and Safety rules do not apply to Bank Holidays. Please send your reply to
{box}. A copy of this letter goes to Councillor {full}.
""",
        """Minutes of the Annual General Meeting, Riverside Allotment Society
Present: {full} (chair), {full}, {full}, {full}
Apologies: {full}

1. The chair welcomed everybody. The Treasurer reported a surplus.
2. {full} proposed to buy a John Deere mower; seconded by {full}.
3. Plot 14 goes to {hon}, {addr}.
4. Any Other Business: the Grand Prix barbecue is on Sunday in Prospect Park.
""",
    ],
    "de": [
        """{full}
{block}

Berlin, den 3. April 2024

Ihr Schreiben vom 12. März

Sehr geehrte {hon},

vielen Dank für Ihr Schreiben. Die {firm} bedauert, dass der Sessel Modell Oxford beschädigt ankam. Unser
Fahrer holt ihn am Montag in der {addr} ab. Die Allgemeinen Geschäftsbedingungen liegen bei.

Mit freundlichen Grüßen

{full}
Leitung Kundendienst
""",
        """Betreff: Zugang zum Lohnportal

Hallo {given},

heute Morgen habe ich mit {full} aus der Personalabteilung gesprochen. Frau {surname} bittet {full} und
{full}, das Formular bis Freitag zu unterschreiben. Das neue Büro in der Nähe der Haltestelle {road} öffnet im
Mai, neben dem Hotel Adler. Fragen beantwortet {hon} aus der Buchhaltung.

Viele Grüße
{full}
""",
        """Aktenvermerk: Der Patient {full}, wohnhaft {addr}, wurde zu Hause besucht. Anwesend war auch die
Tochter {full}. Der Blutdruck war normal, Ibuprofen wurde abgesetzt. Überweisung an Dr. {surname} im
Klinikum Rechts der Isar. Die Nachbarin, {hon}, hat einen Schlüssel. Nächster Besuch: Dienstag, 14. Mai.
""",
        """Beschwerde über die Baustelle der {firm}: Mein Name ist {full}, ich wohne seit 1998 in der {addr}. Am
Karfreitag erklärte der Polier, ein gewisser {hon}, die Ruhezeiten gelten nicht. Ihre Antwort senden Sie bitte
an {box}. Eine Kopie geht an Stadträtin {full}. Der Deutsche Mieterbund ist informiert.
""",
        """Protokoll der Mitgliederversammlung, Kleingartenverein Sonnenschein e. V.
Anwesend: {full} (Vorsitz), {full}, {full}, {full}
Entschuldigt: {full}

TOP 1: Der Vorstand begrüßt die Mitglieder. Der Kassenbericht weist einen Überschuss aus.
TOP 2: {full} beantragt die Anschaffung eines Rasenmähers der Marke Wolf Garten.
TOP 3: Parzelle 14 geht an {hon}, {addr}.
""",
    ],
    "fr": [
        """{full}
{block}

Paris, le 3 avril 2024

Objet : votre courrier du 12 mars

{hon},

Nous vous remercions de votre courrier. La société {firm} regrette que le fauteuil Oxford soit arrivé cassé.
Notre chauffeur passera lundi au {addr}. Les Conditions Générales de Vente sont jointes.

Veuillez agréer l'expression de nos salutations distinguées.

{full}
Responsable du Service Clients
""",
        """Objet : accès au Portail Paie

Bonjour {given},

J'ai parlé ce matin avec {full} des Ressources Humaines. Elle demande à {full} et à {full} de signer le
formulaire avant vendredi. Le nouveau bureau, près de la {road}, ouvre en mai à côté de l'Hôtel Victoria. Pour
toute question, adressez-vous à {hon} du Service Comptabilité.

Cordialement,
{full}
""",
        """Note de suivi : le patient {full}, demeurant {addr}, a été vu à domicile en présence de sa fille
{full}. Tension normale, arrêt du Doliprane. Adressé au Dr {surname} à l'Hôpital Saint Louis. La voisine, {hon},
garde une clé. Prochaine visite : mardi 14 mai. L'assistante sociale {full} a été prévenue.
""",
        """Je vous écris au sujet du chantier de {firm}. Je m'appelle {full} et j'habite {addr} depuis 1998. Le
Vendredi Saint, le chef de chantier, un certain {hon}, a répondu que le Code du Travail ne s'appliquait pas.
Merci d'adresser votre réponse à {box}. Copie à la conseillère {full}. La mairie du Grand Lyon est informée.
""",
        """Procès-verbal de l'Assemblée Générale, Association des Jardins Familiaux
Présents : {full} (présidence), {full}, {full}, {full}
Excusé : {full}

1. Le Trésorier présente le bilan de la Caisse d'Épargne.
2. {full} propose l'achat d'une tondeuse Renault ; {full} appuie.
3. La parcelle 14 est attribuée à {hon}, {addr}.
""",
    ],
    "es": [
        """{full}
{block}

Madrid, 3 de abril de 2024

Asunto: su carta del 12 de marzo

Estimado {hon}:

Gracias por su carta. {firm} lamenta que el sillón Oxford llegara roto. Nuestro conductor pasará el lunes por
{addr}. Se adjuntan las Condiciones Generales de Venta.

Atentamente,

{full}
Jefe de Atención al Cliente
""",
        """Asunto: acceso al Portal de Nóminas

Hola {given}:

Esta mañana hablé con {full} de Recursos Humanos. Pide a {full} y a {full} que firmen el formulario antes del
viernes. La nueva oficina, cerca de la {road}, abre en mayo junto al Hotel Victoria. Para cualquier duda,
consulten con {hon} del Departamento de Contabilidad.

Un saludo,
{full}
""",
        """Nota de seguimiento: el paciente {full}, domiciliado en {addr}, fue visitado en presencia de su hija
{full}. Tensión normal, se retira el Ibuprofeno. Derivado a la Dra. {surname} del Hospital San Carlos. La
vecina, {hon}, guarda una llave. Próxima visita: martes 14 de mayo. Se avisó a la trabajadora social {full}.
""",
        """Me dirijo a ustedes por las obras de {firm}. Me llamo {full} y vivo en {addr} desde 1998. El Viernes
Santo el capataz, un tal {hon}, dijo que la Ley de Ruido no se aplica. Envíen su respuesta a {box}. Con copia a
la concejala {full}. La Comunidad de Madrid está informada.
""",
        """Acta de la Asamblea General, Asociación de Huertos Urbanos
Asistentes: {full} (presidencia), {full}, {full}, {full}
Excusa su asistencia: {full}

1. El Tesorero presenta el balance del Banco Santander.
2. {full} propone comprar un cortacésped; lo apoya {full}.
3. La parcela 14 se asigna a {hon}, {addr}.
""",
    ],
    "it": [
        """{full}
{block}

Roma, 3 aprile 2024

Oggetto: la Sua lettera del 12 marzo

Gentile {hon},

La ringraziamo per la Sua lettera. {firm} è spiacente che la poltrona Oxford sia arrivata rotta. Il nostro
autista passerà lunedì in {addr}. Alleghiamo le Condizioni Generali di Vendita.

Distinti saluti

{full}
Responsabile Servizio Clienti
""",
        """Oggetto: accesso al Portale Paghe

Ciao {given},

stamattina ho parlato con {full} delle Risorse Umane. Chiede a {full} e a {full} di firmare il modulo entro
venerdì. Il nuovo ufficio, vicino a {road}, apre a maggio accanto all'Hotel Vittoria. Per ogni dubbio rivolgersi
a {hon} dell'Ufficio Contabilità.

Cordiali saluti
{full}
""",
        """Nota: il paziente {full}, residente in {addr}, è stato visitato in presenza della figlia {full}. Pressione
normale, sospesa la Tachipirina. Inviato al Dott. {surname} dell'Ospedale San Raffaele. La vicina, {hon}, ha una
chiave. Prossima visita: martedì 14 maggio. Avvisata l'assistente sociale {full}.
""",
        """Scrivo per il cantiere di {firm}. Mi chiamo {full} e abito in {addr} dal 1998. Il Venerdì Santo il
capocantiere, un certo {hon}, ha detto che il Codice Civile non vale. Inviate la risposta a {box}. Copia alla
consigliera {full}. La Regione Lombardia è informata.
""",
        """Verbale dell'Assemblea Generale, Associazione Orti Urbani
Presenti: {full} (presidente), {full}, {full}, {full}
Assente giustificato: {full}

1. Il Tesoriere presenta il bilancio della Banca Intesa.
2. {full} propone l'acquisto di un tosaerba; {full} appoggia.
3. L'orto 14 va a {hon}, {addr}.
""",
    ],
    "nl": [
        """{full}
{block}

Utrecht, 3 april 2024

Betreft: uw brief van 12 maart

Geachte {hon},

Hartelijk dank voor uw brief. {firm} betreurt dat de fauteuil Oxford kapot is aangekomen. Onze chauffeur haalt
hem maandag op aan de {addr}. De Algemene Voorwaarden zijn bijgevoegd.

Met vriendelijke groet,

{full}
Hoofd Klantenservice
""",
        """Onderwerp: toegang tot het Loonportaal

Beste {given},

Vanochtend sprak ik met {full} van Personeelszaken. Zij vraagt {full} en {full} om het formulier voor vrijdag te
tekenen. Het nieuwe kantoor, vlak bij de {road}, opent in mei naast Hotel Victoria. Vragen kunnen naar {hon} van
de Financiële Administratie.

Groeten,
{full}
""",
        """Notitie: patiënt {full}, wonende te {addr}, is thuis bezocht in aanwezigheid van dochter {full}. Bloeddruk
normaal, Ibuprofen gestopt. Verwezen naar dr. {surname} van het Erasmus Medisch Centrum. De buurvrouw, {hon}, heeft
een sleutel. Volgend bezoek: dinsdag 14 mei. Maatschappelijk werker {full} is op de hoogte.
""",
        """Ik schrijf u over de bouwplaats van {firm}. Mijn naam is {full} en ik woon sinds 1998 aan de {addr}. Op
Goede Vrijdag zei de voorman, een zekere {hon}, dat de Arbowet niet geldt. Stuur uw antwoord naar {box}. Een kopie
gaat naar wethouder {full}. De Gemeente Amsterdam is op de hoogte.
""",
        """Notulen van de Algemene Ledenvergadering, Volkstuinvereniging Zonneschijn
Aanwezig: {full} (voorzitter), {full}, {full}, {full}
Afwezig: {full}

1. De penningmeester meldt een overschot bij de Rabobank.
2. {full} stelt voor een grasmaaier van Honda te kopen; {full} steunt dit.
3. Tuin 14 gaat naar {hon}, {addr}.
""",
    ],
    "pl": [
        """{full}
{block}

Warszawa, 3 kwietnia 2024

Dotyczy: pisma z dnia 12 marca

Szanowny Panie,

Dziękujemy za list. {firm} ubolewa, że fotel Oxford dotarł uszkodzony. Kierowca odbierze go w poniedziałek
spod adresu {addr}. Ogólne Warunki Umowy są w załączniku. Sprawę prowadzi {hon}.

Z poważaniem

{full}
Kierownik Biura Obsługi Klienta
""",
        """Temat: dostęp do Portalu Płacowego

Cześć {given},

sprawą zajmuje się {full} z Działu Kadr. Formularz podpisują {full} oraz {full} do piątku. Nowe biuro niedaleko
{road} otwiera się w maju obok Hotelu Europejskiego. Na pytania odpowiada {hon} z Księgowości.

Pozdrawiam
{full}
""",
        """Notatka służbowa: pacjent {full}, zamieszkały {addr}, był odwiedzony w domu. Obecna była córka {full}.
Ciśnienie w normie, odstawiono Ibuprom. Lekarz prowadzący: dr {surname}, Szpital Bielański. Klucz ma sąsiadka,
{hon}. Następna wizyta: wtorek, 14 maja. Pracownik socjalny {full} został powiadomiony.
""",
        """Piszę w sprawie budowy prowadzonej przez firmę {firm}. Nazywam się {full}, mieszkam pod adresem {addr} od
1998 roku. W Wielki Piątek kierownik budowy, niejaki {hon}, stwierdził, że Kodeks Pracy nie obowiązuje. Odpowiedź
proszę kierować na {box}. Do wiadomości: radna {full}. Urząd Miasta Krakowa został powiadomiony.
""",
        """Protokół z Walnego Zebrania, Rodzinne Ogrody Działkowe
Obecni: {full} (przewodnictwo), {full}, {full}, {full}
Nieobecny: {full}

1. Skarbnik przedstawił bilans z Banku Pekao.
2. {full} proponuje zakup kosiarki; popiera {full}.
3. Działkę 14 otrzymuje {hon}, {addr}.
""",
    ],
    "pt": [
        """{full}
{block}

Lisboa, 3 de abril de 2024

Assunto: a sua carta de 12 de março

Exmo. {hon},

Agradecemos a sua carta. A {firm} lamenta que o cadeirão Oxford tenha chegado partido. O nosso motorista passará
na segunda-feira pela {addr}. Juntamos as Condições Gerais de Venda.

Com os melhores cumprimentos,

{full}
Responsável do Serviço ao Cliente
""",
        """Assunto: acesso ao Portal de Vencimentos

Olá {given},

Hoje de manhã falei com {full} dos Recursos Humanos. Ela pede a {full} e a {full} que assinem o formulário até
sexta-feira. O novo escritório, perto da {road}, abre em maio ao lado do Hotel Vitória. Em caso de dúvida,
contactem {hon} da Contabilidade.

Cumprimentos,
{full}
""",
        """Nota: o utente {full}, residente na {addr}, foi visitado na presença da filha {full}. Tensão normal, suspenso o
Brufen. Encaminhado para o Dr. {surname} do Hospital São José. A vizinha, {hon}, tem uma chave. Próxima visita:
terça-feira, 14 de maio. A assistente social {full} foi avisada.
""",
        """Escrevo por causa das obras da {firm}. Chamo-me {full} e moro na {addr} desde 1998. Na Sexta-Feira Santa o
encarregado, um tal {hon}, disse que o Código do Trabalho não se aplica. Enviem a resposta para {box}. Com cópia para
a vereadora {full}. A Câmara Municipal de Lisboa foi informada.
""",
        """Ata da Assembleia Geral, Associação das Hortas Urbanas
Presentes: {full} (presidência), {full}, {full}, {full}
Ausente: {full}

1. O Tesoureiro apresenta o balanço da Caixa Geral de Depósitos.
2. {full} propõe comprar um corta-relva; {full} apoia.
3. A parcela 14 é atribuída a {hon}, {addr}.
""",
    ],
}

# Nothing in them is a person's name or somebody's address.
DECOYS = {
    "news-en.txt": """Prices Rise As Markets Await Spring Budget

London shares closed higher on Monday. Ford, Mercedes Benz and Aston Martin gained; Johnson & Johnson fell. The Max
Planck Society and the Robert Koch Institute published new figures in April and May. The Paris Hilton hotel near the
Champs Elysées reopened after fire. Flights from San Diego, Santa Barbara, St Louis and San Francisco were late, as were
those from Charlotte, Madison and Jackson. Tottenham beat Aston Villa; Crystal Palace lost to Chelsea. The Marie Curie
Fellowship and the Fulbright Program are open until June. Parliament debated the Taylor Review and the Clean Air Act on
Tuesday. Storm Arwen reached Virginia Beach and West Virginia. In Victoria Park the Rose Garden and the Martin Luther King
Boulevard were flooded. JP Morgan, Goldman Sachs, Morgan Stanley and Wells Fargo raised their forecasts. The Booker
Prize, the Nobel Prize and the Tony Awards follow in autumn. Grace Period, Will Power and Holly Oak are racehorses.
""",
    "news-de.txt": """Märkte warten auf den Haushalt

Die Deutsche Bank, die Robert Bosch GmbH und die Carl Zeiss AG legten am Montag zu. Das Robert Koch Institut und die
Max Planck Gesellschaft nannten neue Zahlen. Die Konrad-Adenauer-Stiftung und die Friedrich Ebert Stiftung laden im Mai
ein. Am Rosa-Luxemburg-Platz und in der Heinrich-Heine-Straße wird gebaut, ebenso an der Sankt Martin Kirche. Der Erste
FC Köln verlor gegen Werder Bremen. Das Land Baden Württemberg und die Stadt Frankfurt am Main planen Neue Wege. In der
Albert Einstein Schule gab es Kaffee von Dallmayr. Der Volkswagen Golf und der Opel Astra waren gefragt, der Sommer
Schlussverkauf weniger. Die Franz Josef Strauß Halle bleibt zu. Der Paul Gerhardt Chor sang am Ersten Advent.
""",
    "news-fr.txt": """Les marchés attendent le budget

La Société Générale, la Banque de France et le groupe Louis Vuitton progressent lundi. L'Institut Pasteur et l'Hôpital
Georges Pompidou publient leurs chiffres en mai. La station Charles de Gaulle Étoile et l'avenue Victor Hugo sont
fermées, le lycée Henri IV aussi. Le Paris Saint Germain affronte l'Olympique Lyonnais. La Peugeot 208 et la Renault
Clio restent en tête. L'aéroport Saint Exupéry et la gare Saint Lazare sont en grève. Le Prix Goncourt sera remis en
novembre. La Fondation Abbé Pierre et le collège Jean Jaurès participent. La région Provence Alpes Côte d'Azur suit.
""",
    "news-es.txt": """Los mercados esperan el presupuesto

El Banco Santander, El Corte Inglés y la Fundación Ramón Areces subieron el lunes. El Instituto Carlos III y la
Universidad Rey Juan Carlos publican cifras en mayo. El Real Madrid venció al Athletic Club; en San Sebastián y Santa
Cruz de Tenerife llovió. La plaza Mayor, la avenida Simón Bolívar y el colegio Miguel de Cervantes siguen cerrados.
El Premio Planeta y el Festival de San Isidro llegan en otoño. La Comunidad Valenciana y Castilla La Mancha protestan.
""",
    "news-it.txt": """I mercati attendono la manovra

La Banca Intesa San Paolo, la Ferrari e la Fondazione Enzo Ferrari salgono lunedì. L'Ospedale San Raffaele e
l'Università Luigi Bocconi pubblicano i dati a maggio. La Juventus batte la Roma, in piazza Giuseppe Garibaldi e in
corso Vittorio Emanuele ci sono lavori. La scuola Alessandro Manzoni e lo stadio Giuseppe Meazza restano chiusi. Il Teatro
Carlo Felice riapre. La Regione Emilia Romagna e la Valle d'Aosta protestano. Il Premio Strega arriva a luglio.
""",
    "news-nl.txt": """Beurzen wachten op Prinsjesdag

Albert Heijn, Van Lanschot Kempen en Philips wonnen maandag. Het Antoni van Leeuwenhoek en het Willem Drees Instituut
publiceren in mei. Het Anne Frank Huis en het Van Gogh Museum zijn dicht, net als de Johan Cruijff Arena. In Den Haag,
Den Bosch en Sint Maarten regende het. De Willem de Kooning Academie en de Erasmus Universiteit openen in september. De
Provincie Noord Holland en het Koninklijk Huis zwijgen. De Gouden Eeuw en de Tweede Kamer stonden in het nieuws.
""",
    "news-pl.txt": """Rynki czekają na budżet

Bank Pekao, Grupa Żywiec i Fundacja Batorego zyskały w poniedziałek. Instytut Adama Mickiewicza oraz Uniwersytet Mikołaja
Kopernika publikują dane w maju. Legia Warszawa pokonała Lecha Poznań. Aleje Jerozolimskie i plac Józefa Piłsudskiego są
zamknięte, podobnie jak Centrum Nauki Kopernik. W Zielonej Górze i Nowym Sączu padało. Nagroda Nike przypada na jesień.
Województwo Kujawsko Pomorskie i Dolny Śląsk protestują. Targi Książki otwiera Teatr Wielki.
""",
    "news-pt.txt": """Os mercados esperam o orçamento

A Caixa Geral de Depósitos, a Jerónimo Martins e a Fundação Calouste Gulbenkian subiram na segunda-feira. O Instituto
Ricardo Jorge e a Universidade Fernando Pessoa publicam dados em maio. O Sporting venceu o Santa Clara. A ponte Vasco da
Gama e a avenida Almirante Reis estão fechadas, tal como a escola Eça de Queirós. O aeroporto Francisco Sá Carneiro
reabriu. O Prémio Camões chega no outono. Trás os Montes e o Alto Alentejo protestam. O Estádio José Alvalade está cheio.
""",
    "server.log": """2024-04-03 12:00:01 INFO  Jackson Parser loaded 12 Modules from /opt/app
2024-04-03 12:00:02 WARN  Martin Router: Request 4711 Main Thread blocked 30 ms
2024-04-03 12:00:03 ERROR Victoria Metrics push failed, Grafana Loki unreachable
2024-04-03 12:00:04 INFO  Spring Boot started on Apache Tomcat 10, Ruby Version 3.2, Julia Kernel ready
2024-04-03 12:00:05 DEBUG Carbon Copy to Berkeley Database, Jenkins Build 77, Travis Job 12 Street 5
2024-04-03 12:00:06 INFO  Route 66 added, Lane 12 closed, Way 3 of 5, Block 7 St 9
""",
    "Order.java": """/** Places an Order; see Martin Fowler style Repository and the Ruby Version. */
public class Order extends Grace implements Serializable {
    // Throws Illegal Argument if Court Id 12 or Drive 5 is missing. Dear Reader, mind the Gap.
    private final Map<String, Mark> marks = new HashMap<>(16);
    public static final String ROSE = "Rose Gold", JADE = "Jade Green", ADDRESS = "12 Bits";
    Order(Will will, Max max, Ray ray) { this.max = Math.max(max.Price, 100); Assert.That(ray.Length, Is.Equal(3)); }
}
""",
    "titles.txt": """The Old Man and the Sea, Pride and Prejudice, War and Peace, Great Expectations, Brave New World
Victoria Sponge, Jasmine Rice, Granny Smith Apples, Earl Grey Tea, Caesar Salad, Bloody Mary, Margherita Pizza
Rose Gold Ring, Ruby Red Lipstick, Forest Green Jacket, Olive Oil, Basil Pesto, Angelica Root, Heather Grey Hoodie
Guns and Roses, Iron Maiden, Black Sabbath, Florence and the Machine, Alice in Chains, Jethro Tull, Steely Dan
Chapter Three: The River Bank. Appendix B: Terms and Conditions. Table 5: Street Lights by Ward, 2019
Abbey Road, Penny Lane, Wall Street 2, Sesame Street 50 Years, Route 66, 10 Downing Street Blues, 21 Jump Street
April Showers, May Day, June Bank Holiday, Holly and Ivy, Faith Schools, Hope Valley, Joy Division, Summer Sale
Jack Russell, Jack Daniels, Johnnie Walker, Captain Morgan, Ben Nevis, Ben & Jerry's, Calvin Klein, Hugo Boss
""",
    "ordinances.txt": """Street works: 12 high quality signs and 30 new lamps will be placed. Of 1200 square metres 400 remain.
Section 12 Road Traffic Act 1988. Article 5 Street Trading. Part 3 Court Procedure. The 24 Hour Drive In opens at 10.
Platz 3 beim Rennen, Weg 12 km, Ring 5, Hof 7. Place 5 sur 20, Route 12 barrée, Cours 3 du semestre, 12 rue barrées.
Calle cortada 5 horas. Plaza 12 de aparcamiento. Via libera 3, Corso 5 di cucina. Plein 12 man, Weg 5 minuten.
Ulica zamknięta 5 dni, Plac 3 z 5. Rua cortada 5 horas. In 12 weeks, 75002 units and 10115 pieces were sold in Berlin.
""",
}
