//! The words of the guides: plain, short, in the order of the work.

use crate::domain::person::Role;

/// What one role does.
pub(super) struct Guide {
    /// Last part of its address.
    pub(super) slug: &'static str,
    /// Whose own guide it is; `None` for readers without an account.
    pub(super) role: Option<Role>,
    /// What the person does.
    pub(super) title: &'static str,
    /// In one or two sentences.
    pub(super) about: &'static str,
    /// In the order of the work.
    pub(super) steps: &'static [Step],
    /// What people ask, with the answer.
    pub(super) questions: &'static [(&'static str, &'static str)],
}

/// One step.
pub(super) struct Step {
    /// What to do.
    pub(super) title: &'static str,
    /// How.
    pub(super) texts: &'static [&'static str],
    /// Name of the picture, and what is to be seen in it.
    pub(super) picture: Option<(&'static str, &'static str)>,
}

/// Every guide, in the order in which a report comes about.
pub(super) const GUIDES: &[Guide] = &[
    Guide {
        slug: "bijdrager",
        role: Some(Role::Contributor),
        title: "U schrijft een bijdrage",
        about: "U bent bijdrager: u schrijft namens uw ministerie wat er met een doel is gebeurd. Reken op een kwartier per doel.",
        steps: &[
            Step {
                title: "Zie wat er op u wacht",
                texts: &[
                    "Na het inloggen staat u bij Mijn doelen. Daar ziet u hoeveel doelen zijn ingediend en tot wanneer u kunt inleveren. Wat uw akkoordgever terugstuurde, staat bovenaan, met de reden.",
                    "Kies een doel om te beginnen.",
                ],
                picture: Some((
                    "bijdrager-lijst",
                    "Mijn doelen: bovenaan een teruggestuurd doel met de reden, daaronder de doelen die nog te doen zijn.",
                )),
            },
            Step {
                title: "Schrijf wat er gebeurde",
                texts: &[
                    "Schrijf wat is bereikt, wat tegenzat en wat volgt. Zeg van elke inzet hoe die ervoor staat. Wat uw ministerie de vorige keer schreef staat erbij; u kunt het overnemen en aanpassen.",
                    "Wat u typt wordt op de server bewaard terwijl u typt. Met Concept bewaren maakt u er een versie van. Zet wat alleen voor uw ministerie is in de interne notitie: die komt nooit in het rapport.",
                ],
                picture: Some((
                    "bijdrager-schrijven",
                    "Het formulier van een doel, met bovenaan de reden van het terugsturen en daaronder het veld Wat is bereikt.",
                )),
            },
            Step {
                title: "Controleer en dien in",
                texts: &[
                    "Kies Verder naar controle. U ziet de bijdrage zoals zij leest. Ontbreekt er iets, dan staat dat bovenaan, met een link naar de plek.",
                    "Kies Indienen. Daarna brengt één knop u naar het volgende open doel. Zolang uw akkoordgever niet heeft gekeken, kunt u de bijdrage terughalen.",
                ],
                picture: Some((
                    "bijdrager-controle",
                    "De controlepagina: de bijdrage zoals zij leest, met bij elk onderdeel een link om het te wijzigen.",
                )),
            },
        ],
        questions: &[
            (
                "Mijn ministerie heeft bij dit doel niets te melden. Wat nu?",
                "Kies bij het doel “Meld geen bijdrage” en schrijf in één zin waarom. Dat is een volwaardig antwoord. Een leeg doel blijft zichtbaar als leemte.",
            ),
            (
                "Kan ik tekst plakken uit Word, Outlook of LibreOffice?",
                "Ja. Alinea's, opsommingen, nadruk en links blijven; kleuren, lettertypen en opmerkingen niet. In het vak staan sterretjes om woorden met nadruk en een streepje voor elk punt. Bij de controle ziet u hoe het wordt. Ctrl+Z maakt het plakken ongedaan.",
            ),
            (
                "Een collega werkt aan dezelfde tekst. Raak ik iets kwijt?",
                "Nee. Bewaart iemand anders eerder, dan ziet u beide teksten naast elkaar en kiest u wat blijft.",
            ),
            (
                "Kan ik werken waar geen netwerk is, of een collega laten invullen die geen account heeft?",
                "Ja. Kies onderaan Mijn doelen “neem de doelen mee in een rekenblad”. Vul de gele cellen in met Excel of LibreOffice, bewaar het als .xlsx of .ods en lees het op dezelfde pagina weer in. U ziet eerst per doel wat er verandert, en wat botst met wat intussen op de site is bewaard. Pas als u bevestigt, wordt het een nieuwe versie. Indienen doet u daarna op de site.",
            ),
            (
                "Ik ben uitgelogd terwijl ik typte. Is mijn tekst weg?",
                "Nee. De pagina toont wat u verstuurde. Log in op een nieuw tabblad en verstuur het daarna opnieuw.",
            ),
            (
                "De ronde is gesloten. Kan ik nog iets veranderen?",
                "Vraag de coördinator van Buitenlandse Zaken om de ronde voor uw ministerie te heropenen.",
            ),
        ],
    },
    Guide {
        slug: "akkoordgever",
        role: Some(Role::Approver),
        title: "U geeft akkoord",
        about: "U bent akkoordgever: u geeft namens uw ministerie akkoord op precies de woorden die in het rapport kunnen komen.",
        steps: &[
            Step {
                title: "Zie wat op uw akkoord wacht",
                texts: &["Na het inloggen staat u bij Beoordelen. Wat het langst wacht, staat bovenaan."],
                picture: Some((
                    "akkoordgever-lijst",
                    "De pagina Beoordelen: één bijdrage wacht op akkoord, en daaronder wat al is beoordeeld.",
                )),
            },
            Step {
                title: "Lees en beslis",
                texts: &[
                    "U ziet de bijdrage, en wat er veranderde sinds u haar het laatst beoordeelde. Kies Akkoord geven, of schrijf wat er anders moet en kies Terugsturen. Wie de bijdrage schreef, leest uw reden bovenaan het formulier.",
                    "Aan een tekst waar u zelf aan schreef kunt u geen akkoord geven. Dan doet een andere akkoordgever van uw ministerie dat.",
                ],
                picture: Some((
                    "akkoordgever-beoordelen",
                    "Onder de bijdrage: de knop Akkoord geven, en daaronder het veld met de reden en de knop Terugsturen.",
                )),
            },
        ],
        questions: &[
            (
                "Ik heb akkoord gegeven, maar er klopt iets niet.",
                "Open de bijdrage via Beoordelen en trek het akkoord in, met een reden. De bijdrage gaat dan terug naar wie haar schreef. Dat kan tot de editie is vastgesteld.",
            ),
            (
                "Verandert de coördinator nog iets aan onze tekst?",
                "De coördinator kan inkorten en verbinden. Het programma onthoudt van elke alinea van wie zij komt en of zij na uw akkoord is aangepast. Dat staat ook in het rapport.",
            ),
        ],
    },
    Guide {
        slug: "coordinator",
        role: Some(Role::Coordinator),
        title: "U stelt het rapport samen",
        about: "U bent coördinator bij Buitenlandse Zaken: u leidt de ronde, maakt van de bijdragen één rapport en stelt het vast.",
        steps: &[
            Step {
                title: "Zie wie hoe ver is",
                texts: &[
                    "Open bij Rondes de ronde en kies Volledigheid. Elke rij is een doel, elke kolom een ministerie. Een teken zegt hoe ver de bijdrage is. Bovenaan kiest u wat u wilt zien, zoals alles wat te laat is.",
                ],
                picture: Some((
                    "coordinator-volledigheid",
                    "De tabel met doelen en ministeries; tekens en woorden zeggen hoe ver elke bijdrage is.",
                )),
            },
            Step {
                title: "Stel per doel de tekst samen",
                texts: &[
                    "Bij Samenstellen neemt u alinea's over uit bijdragen met akkoord, of schrijft u er zelf een tussen. Geef elk doel een oordeel met een grond. Beoordeel ook de ontwikkelingen, schrijf de eigen teksten en beantwoord de moties.",
                ],
                picture: Some((
                    "coordinator-samenstellen",
                    "Samenstellen: links de bijdrage van een ministerie, rechts de tekst zoals die in het rapport komt.",
                )),
            },
            Step {
                title: "Maak de leemten zichtbaar",
                texts: &[
                    "Leemten toont alles waar nog geen antwoord op is. Vul het aan, of leg het met een reden terzijde. Zolang er leemten open zijn, kunt u de editie niet vaststellen.",
                ],
                picture: Some((
                    "coordinator-leemten",
                    "De lijst met leemten: van elke leemte staat er wat ontbreekt en waar u haar aanvult.",
                )),
            },
            Step {
                title: "Stel de editie vast",
                texts: &[
                    "Lees het rapport op het scherm of als PDF. Kies daarna bij Edities Editie vaststellen. Vanaf dan verandert er niets meer. Een ander, de uitgever, geeft de editie vrij.",
                ],
                picture: None,
            },
        ],
        questions: &[
            (
                "Na het vaststellen blijkt er een fout in te staan.",
                "Een vrijgegeven editie verandert nooit meer. Een fout herstelt u met een erratum, of u vervangt de editie. De oude editie blijft leesbaar en meldt wat erna kwam.",
            ),
            (
                "Waarom zie ik de concepten van een ministerie niet?",
                "Wat een ministerie nog niet heeft goedgekeurd, is van dat ministerie. U ziet wel hoe ver het is.",
            ),
        ],
    },
    Guide {
        slug: "uitgever",
        role: Some(Role::Publisher),
        title: "U geeft het rapport vrij",
        about: "U bent uitgever bij Buitenlandse Zaken: u geeft een vastgestelde editie vrij en legt vast wanneer zij naar de Kamers ging.",
        steps: &[
            Step {
                title: "Controleer de editie en geef haar vrij",
                texts: &[
                    "Open de ronde, kies Edities en dan de editie. Lees het rapport en de brieven. Kies Editie vrijgeven: vanaf dat moment kan iedereen het rapport lezen. Wie de editie vaststelde, kan haar niet zelf vrijgeven.",
                ],
                picture: Some((
                    "uitgever-editie",
                    "De pagina van een editie, met haar bestanden en wat erna is vastgelegd.",
                )),
            },
            Step {
                title: "Leg de aanbieding vast",
                texts: &[
                    "Leg bij de editie voor elke Kamer vast wanneer zij is aangeboden, en later onder welk Kamerstuk. Dat staat naast de editie; het rapport zelf verandert niet.",
                ],
                picture: None,
            },
        ],
        questions: &[],
    },
    Guide {
        slug: "meelezer",
        role: Some(Role::Reader),
        title: "U leest mee",
        about: "U bent meelezer: u leest wat ministeries met u delen, en u verandert niets.",
        steps: &[Step {
            title: "Lees wat is gedeeld",
            texts: &[
                "Onder Meelezen staan de bijdragen die ministeries deelden, per doel. Kies er een om haar te lezen. Met Zoeken vindt u woorden terug in alles wat u mag lezen.",
                "Let op: een gedeelde bijdrage kan nog veranderen. Bij elke bijdrage staat hoe ver zij is.",
            ],
            picture: Some((
                "meelezer-lijst",
                "De pagina Meelezen: per doel de gedeelde bijdragen, met hun stand.",
            )),
        }],
        questions: &[],
    },
    Guide {
        slug: "beheerder",
        role: Some(Role::Administrator),
        title: "U beheert",
        about: "U bent beheerder: u zorgt dat de juiste mensen een account hebben en dat de registers kloppen. Over de inhoud gaat u niet.",
        steps: &[
            Step {
                title: "Begin bij Beheer",
                texts: &["Beheer laat zien wat er nog nodig is voordat een ronde kan lopen."],
                picture: None,
            },
            Step {
                title: "Geef mensen een account",
                texts: &[
                    "Onder Personen voegt u iemand toe. U krijgt een link die drie dagen geldt, en geeft die zelf door. De ander kiest daarmee een wachtwoord; u kent dat nooit.",
                    "Logt een ministerie in met een eigen systeem, dan kiest de ander geen wachtwoord. Het e-mailadres hier moet wel hetzelfde zijn als in dat systeem. Wie de site draait, zet dit aan; u hoeft daar niets voor in te stellen.",
                    "Wie schrijft en wie akkoord geeft, zijn verschillende mensen. Geeft bij een ministerie niemand akkoord, dan blijven zijn bijdragen liggen.",
                ],
                picture: None,
            },
            Step {
                title: "Help wie er niet in komt",
                texts: &[
                    "Is iemand het wachtwoord kwijt, maak dan een nieuwe uitnodiging. Is de telefoon kwijt, haal dan de tweede factor weg. Gaat iemand weg, schakel het account dan uit. Wat hij of zij deed, blijft in het logboek staan.",
                    "Logt iemand in met een ander systeem en lukt dat niet meer, bijvoorbeeld na een nieuw account daar, maak dan ook een nieuwe uitnodiging. Bij de volgende keer inloggen wordt de koppeling opnieuw gemaakt.",
                ],
                picture: None,
            },
            Step {
                title: "Houd de registers bij",
                texts: &[
                    "Bij Ministeries en Bewindspersonen legt u vast wat vanaf welke dag geldt. Wat al gold, verandert niet met terugwerkende kracht.",
                    "Loop het overzicht onder Toegang elk kwartaal na voor coördinatoren, uitgevers en beheerders, en elk jaar voor iedereen.",
                ],
                picture: None,
            },
        ],
        questions: &[],
    },
    Guide {
        slug: "lezer",
        role: None,
        title: "U leest een rapport",
        about: "U bent Kamerlid, journalist of gewoon nieuwsgierig. U hoeft niet in te loggen.",
        steps: &[
            Step {
                title: "Vind het rapport",
                texts: &[
                    "Bij Rapporten staan alle vrijgegeven edities, met hun PDF en gegevens. Zoek er op een woord, of vergelijk twee edities.",
                ],
                picture: Some((
                    "kamerlid-rapporten",
                    "De lijst met rapporten: bovenaan een erratum, daaronder het rapport dat het verbetert.",
                )),
            },
            Step {
                title: "Verwijs naar een alinea",
                texts: &[
                    "Elke alinea heeft een nummer, zoals 6.12. Dat nummer verandert niet; u kunt er in een vraag naar verwijzen. In de bijlagen staat van elke alinea van welk ministerie zij komt.",
                ],
                picture: Some((
                    "kamerlid-alinea",
                    "Een bladzijde van het rapport: voor elke alinea staat haar nummer.",
                )),
            },
            Step {
                title: "Ga na of uw exemplaar klopt",
                texts: &[
                    "In het colofon staat een controlegetal waarmee u nagaat of uw exemplaar ongewijzigd is. Bij elk rapport leidt “over deze editie” naar zijn bestanden, zijn Kamerstukken en wat er later aan is verbeterd.",
                ],
                picture: None,
            },
        ],
        questions: &[],
    },
];
