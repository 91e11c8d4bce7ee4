/** A person as the seed needs one: `local` is what stands before the @. */
export interface Person {
  firstName: string;
  lastName: string;
  local: string;
  language: "en" | "de" | "fr" | "es";
}

type Pool = { language: Person["language"]; first: string; last: string };

/** First and last names that go together; the seed pairs them off. */
const pools: readonly Pool[] = [
  {
    language: "en",
    first: "Charlotte Oliver Imogen Harriet Theo Beatrice Rhys Siobhán Aoife Cormac Niamh Ewan",
    last: "Ashworth Pemberton O’Sullivan Llewellyn Fairweather McKenna Blackwood Hathaway Donnelly Thackeray Winthrop Carmichael",
  },
  {
    language: "en",
    first: "Marcus Jasmine Tyler Savannah DeShawn Madison Caleb Brianna Mateo Hannah",
    last: "Washington Delgado Kowalczyk Beaumont Freeman Whitaker Yazzie Nakamura-Reyes Castillo Lindgren",
  },
  {
    language: "de",
    first:
      "Johanna Maximilian Friederike Jürgen Käthe Sebastian Annegret Björn Lieselotte Matthäus Ulrike Götz",
    last: "Müller Schäfer Großmann von·der·Heide Kühnel Baumgärtner Weiß Österreicher Königsberger Hölzl Straßburger Jäger",
  },
  {
    language: "fr",
    first: "Éloïse Théophile Anaïs Gaëtan Noémie Jérôme Maëlys François Océane Loïc",
    last: "Lefèvre D’Aubigné Bélanger Prud’homme Gauthier Châtelain L’Écuyer Desrosiers Vaïsse Monnier",
  },
  {
    language: "es",
    first: "Íñigo Lucía Joaquín Begoña Martín Xiomara Álvaro Inés Ramón Belén",
    last: "Núñez García·Márquez Ibáñez Peñalver Ordóñez Quiñones Etxeberria Zúñiga Villaseñor Sáenz·de·Tejada",
  },
  {
    language: "en",
    first: "Małgorzata Zbigniew Bożena Łukasz Agnieszka Krzysztof Świętosława",
    last: "Wójcik Dąbek Mróz Żak Kołodziej Śliwa Pączek",
  },
  {
    language: "en",
    first: "Åsa Søren Mikkel Väinö Aino Kirsten Göran Solveig",
    last: "Håkansson Kjærgaard Hämäläinen Østergaard Mäkelä Lindström Sjöberg Nygård",
  },
  {
    language: "en",
    first: "İpek Oğuzhan Şebnem Çağlar Gülşen Ümit",
    last: "Yıldırım Öztürk Çelik Şahinoğlu Güneş Kılıçarslan",
  },
  {
    language: "en",
    first: "João Conceição Caetano Inês Tiago Luísa",
    last: "Magalhães Gonçalves Simões Araújo Falcão Brandão",
  },
  {
    language: "en",
    first: "Ștefan Ioana Răzvan Mălina",
    last: "Țepeș Ionescu Bălănescu Mureșan",
  },
  {
    language: "en",
    first: "Zoltán Erzsébet Gergő Ágnes",
    last: "Nagy Szűcs Kőszegi Fülöp",
  },
  {
    language: "en",
    first: "Đorđe Željka Šimun Ljiljana",
    last: "Đurđević Šarić Čović Žižek",
  },
];

/** First name | last name | before the @. */
const written = `
Анастасия | Воробьёва | a.vorobyova
Дмитрий | Соколов | d.sokolov
Екатерина | Щербакова | e.shcherbakova
Михаил | Журавлёв | m.zhuravlyov
Ольга | Мельникова | o.melnikova
Святослав | Тихомиров | s.tikhomirov
Оксана | Шевченко | o.shevchenko
Богдан | Ґалаґан | b.galagan
Соломія | Їжакевич | s.yizhakevych
Ярослав | Коцюбинський | y.kotsiubynskyi
Цветелина | Йорданова | c.yordanova
Красимир | Стоянов | k.stoyanov
Милица | Љубичић | m.ljubicic
Њежана | Џаковић | nj.dzakovic
Αλέξανδρος | Παπαδόπουλος | a.papadopoulos
Ελευθερία | Οικονόμου | e.oikonomou
Κωνσταντίνος | Ιωαννίδης | k.ioannidis
Χρυσάνθη | Ξενάκη | ch.xenaki
Σωτήρης | Μαυρομιχάλης | s.mavromichalis
Δέσποινα | Γεωργίου | d.georgiou
فاطمة | الزهراء | fatima.alzahra
محمد | بن سلمان الحربي | m.alharbi
ليلى | حدّاد | layla.haddad
يوسف | العبدالله | yousef.alabdullah
نور | الدين قاسم | nour.kassem
مريم | الشريف | maryam.alsharif
عبد الرحمن | المنصوري | a.almansouri
آرش | رستم‌پور | arash.rostampour
شیرین | نیک‌نژاد | shirin.niknejad
پرویز | یزدانی | parviz.yazdani
יעל | בן־דוד | yael.bendavid
אורי | כהן־צדק | uri.cohentzedek
תמר | שפירא | tamar.shapira
נועם | מזרחי | noam.mizrahi
מרים | אבולעפיה | miriam.abulafia
אלחנן | רוזנצוייג | elhanan.rosenzweig
伟 | 张 | zhang.wei
晓明 | 欧阳 | ouyang.xiaoming
思雨 | 陈 | chen.siyu
子涵 | 刘 | liu.zihan
建国 | 司马 | sima.jianguo
雅婷 | 林 | lin.yating
志豪 | 黃 | wong.chiho
美玲 | 諸葛 | chukot.meiling
さくら | 佐藤 | sakura.sato
健太郎 | 渡邊 | kentaro.watanabe
美咲 | 小鳥遊 | misaki.takanashi
ひなた | 五十嵐 | hinata.igarashi
翔 | 髙橋 | sho.takahashi
アンナ | 山田 | anna.yamada
マイケル | 東海林 | michael.shoji
민준 | 김 | minjun.kim
서연 | 이 | seoyeon.lee
지우 | 남궁 | jiwoo.namgung
하은 | 황보 | haeun.hwangbo
도윤 | 박 | doyun.park
은서 | 제갈 | eunseo.jegal
아라 | 최 | ara.choi
प्रिया | शर्मा | priya.sharma
अर्जुन | श्रीवास्तव | arjun.shrivastava
लक्ष्मी | कृष्णमूर्ति | lakshmi.krishnamurthy
विक्रम | राठौड़ | vikram.rathore
अनन्या | चतुर्वेदी | ananya.chaturvedi
रोहित | क्षत्रिय | rohit.kshatriya
அருள் | முருகன் | arul.murugan
கவிதா | சுப்ரமணியம் | kavitha.subramaniam
রবীন্দ্র | চট্টোপাধ্যায় | rabindra.chattopadhyay
শর্মিষ্ঠা | বন্দ্যোপাধ্যায় | sharmistha.bandyopadhyay
ਗੁਰਪ੍ਰੀਤ | ਸਿੰਘ | gurpreet.singh
สมชาย | ศรีสุวรรณ | somchai.srisuwan
พิมพ์ชนก | วงศ์สวัสดิ์ | pimchanok.wongsawat
ณัฐพล | จันทร์เพ็ญ | nattapol.janpen
ნინო | ჭავჭავაძე | nino.chavchavadze
გიორგი | ქართველიშვილი | giorgi.kartvelishvili
Արամ | Խաչատրյան | aram.khachatryan
Հասմիկ | Պետրոսյան | hasmik.petrosyan
ሰላም | ተስፋዬ | selam.tesfaye
አበበ | ቢቂላ | abebe.bikila
Adébáyọ̀ | Ọlátúnjí | adebayo.olatunji
Oluwaseun | Adeyẹmi | oluwaseun.adeyemi
Ngozi | Okonkwo | ngozi.okonkwo
Chukwuemeka | Eze | chukwuemeka.eze
Thandiwe | Ndlovu | thandiwe.ndlovu
Amahle | Dlamini | amahle.dlamini
Kwabena | Mensah | kwabena.mensah
Wanjikũ | Mwangi | wanjiku.mwangi
Tereza | Dvořáková | tereza.dvorakova
Ondřej | Říha | ondrej.riha
Žofia | Ďurišová | zofia.durisova
Sigríður | Guðmundsdóttir | sigridur.g
Jóhann | Þorvaldsson | johann.t
Nguyễn | Thị Minh Khai | khai.nguyen
Trần | Quốc Toản | toan.tran
Phạm | Thùy Dương | duong.pham
Đặng | Hữu Phước | phuoc.dang
Lê | Ngọc Ánh | anh.le
Võ | Nguyên Khánh | khanh.vo
Huỳnh | Tấn Đạt | dat.huynh
Kūlani | Kahananui | kulani.k
Tāmati | Ngāpuhi-Rāwiri | tamati.nr
Sitting | Bear | sitting.bear
Suharto | | suharto
Aroha | | aroha
Hubert Blaine | Wolfeschlegelsteinhausenbergerdorff | hubert.w
Pablo Diego José Francisco de Paula Juan Nepomuceno | Ruiz y Picasso de los Remedios Cipriano | pablo.ruiz
Maria Theresia Antonia Josepha Walburga | Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst | m.hohenlohe
Venkatanarasimharajuvaripeta | Sri Lakshmi Narasimhachalapathi | venkat.narasimha
Keihanaikukauakahihulihe’ekahaunaele | Keaweaheulu | keiha.k
Anne-Marie | Saint-Exupéry–Delacroix de la Tour d’Auvergne | am.saintex
R’egan | d’Arcy-Ó Briain | r.darcy
Wolfgang Amadé | Großholtbüscherstraßenmüller | w.grossholt
`;

/** Everybody that the seed may invite, in a fixed order. No two share `local`. */
export function everybody(): Person[] {
  const people = written
    .trim()
    .split("\n")
    .map((line): Person => {
      const [firstName = "", lastName = "", local = ""] = line.split("|").map((part) => part.trim());
      return { firstName, lastName, local, language: "en" };
    });
  for (const { language, first, last } of pools) {
    const firstNames = words(first);
    const lastNames = words(last);
    // Rounds through the pool, each shifted further; a pair that comes twice is dropped below.
    for (const shift of [0, 3, 7]) {
      for (const [index, firstName] of firstNames.entries()) {
        const lastName = lastNames[(index + shift) % lastNames.length] ?? "";
        people.push({ firstName, lastName, local: `${ascii(firstName)}.${ascii(lastName)}`, language });
      }
    }
  }
  const seen = new Set<string>();
  return people.filter(({ local }) => !seen.has(local) && seen.add(local));
}

function words(text: string): string[] {
  return text.split(" ").map((word) => word.replaceAll("·", " "));
}

const plain: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ĩ: "i",
};

function ascii(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]/g, (letter) => plain[letter] ?? "");
}
