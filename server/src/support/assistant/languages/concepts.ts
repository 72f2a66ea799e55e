// Words that mean the same, so that a question finds its answer in other words, and in another language: one line a meaning, its words in each language.
import { compile, type Phrases } from '../../../detect/texts/phrases.ts'
import { everyday } from './everyday.ts'
import { folded } from './fold.ts'
import { type Spoken, spoken } from './languages.ts'
import { moments } from './moments.ts'
import { places } from './places.ts'
import { turns } from './turns.ts'

/** name: en | de | fr | es | pt | ja */
const table = `
change: change, changes, changing, changed, updat*, swap*, replac*, renew*, switch to, alter*, edit*, modif*, amend*, adjust*, rename* | änder*, geänder*, ändere, wechsel*, anpass*, umbenennen, bearbeit* | changer, change, changez, modif* | cambi*, modific*, editar | mud*, alter*, troc*, edit*, modific* | 変更, 変え, 変わ, 修正, 編集, 切り替え
add: add, adds, adding, added, invit* | hinzufüg*, hinzugefügt, ergänz*, einlad* | ajout*, invit* | añad*, agreg*, invit* | adicion*, acrescent*, convid* | 追加, 招待, 増や
remove: remov*, delet*, eras*, wip*, close, closing, deactivat* | lösch*, gelöscht, entfern*, schließ*, deaktivier* | supprim*, effac*, retir*, ferm*, désactiv* | elimin*, borr*, suprim*, quit*, cerrar, desactiv* | exclu*, apag*, remov*, elimin*, fech*, desativ* | 削除, 消し, 消す, 退会, 閉鎖, 無効に
cancel: cancel*, terminat*, unsubscrib*, end my | kündig*, stornier*, abbestell*, abmeld* | annul*, résili*, désabonn* | cancel*, anul*, dar de baja | cancel*, anular | キャンセル, 解約, 取り消, 取消
create: creat*, generat*, open an account, register, registration, sign up | erstell*, anleg*, registrier*, eröffn*, erzeug* | créer, crée, création, génér*, inscri* | crear, creo, generar, registr*, alta | criar, crio, gerar, registr*, cadastr* | 作成, 作り, 作る, 登録, 発行
send: send*, sent, mail it, post it | send*, schick*, verschick*, geschickt, verschickt | envo* | envi*, mand* | envi*, mand* | 送り, 送る, 送れ, 送っ, 送信, 送付
return: return*, send back, send _ back, sent _ back, sent _ _ back, send _ _ back, sending back, give back, give _ back, gave _ back, take _ back, bring back, bring _ back, bring _ _ back | zurückschick*, zurücksend*, zurückgeb*, zurückgesch*, zurückgesandt, zurückgegeb*, zurück schick*, retour*, rücksend*, rückgab* | retourn*, renvoy*, retour* | devol*, devuel* | devol* | 返品, 返送
exchange: exchang*, swap*, replac* | umtausch*, tausch*, ersatz*, ersetz* | échang*, remplac* | cambio de producto, reemplaz*, sustitu* | troca de, substitu* | 交換, 取り替え
refund: refund*, reimburs*, money back, my money, the money | erstatt*, rückerstatt*, geld zurück | rembours* | reembols* | reembols*, estorno* | 返金, 払い戻
pay: pay*, paid | bezahl*, zahl*, gezahlt | pay*, paie*, règl* | pag* | pag* | 支払, お支払, 払う, 払い方, 決済
card: card, cards, credit card, debit card | karte*, kreditkarte*, kartendaten, kartennummer* | carte*, carte bancaire | tarjeta* | cartão*, cartões | カード
invoice: invoice*, bill, bills, billing, receipt*, statement* | rechnung*, beleg*, quittung* | factur*, reçu, reçus | factura*, recibo* | fatura*, conta de cobrança, recibo*, nota fiscal | 請求書, 領収書, 請求
price: price*, cost*, fee, fees, charge, charges, expensive, how much is | preis*, kost*, gebühr* | prix, tarif*, coût*, coûte*, frais | preci*, cuest*, tarifa*, cost* | preç*, cust*, tarifa*, taxa* | 料金, 値段, 価格, 費用, 手数料
plan: plan, plans, subscription*, tier, package, upgrade*, downgrade* | tarif*, abo, abos, abonnement*, paket, upgrade* | abonnement*, forfait*, formule* | plan, planes, suscripci*, abono | plano*, assinatura*, subscriç* | プラン, 契約, サブスク, アップグレード
password: password*, passcode*, passphrase* | passwort*, passwör*, kennwort*, kennwört* | mot de passe, mots de passe, motdepasse | contraseña*, clave | senha*, palavra-passe, password* | パスワード, 暗証番号
login: log in, logging in, login*, sign in, signing in, signin, log on, log into, sign into | anmeld*, einlog*, login*, log in | connecter, connexion, se connecter, identifi* | iniciar sesión, inicio de sesión, entrar, acceder, login, ingresar | entrar, login, acessar, iniciar sessão | ログイン, サインイン
reset: reset*, forgot*, forgotten, lost my, factory settings, factory reset, can't remember, don't remember, cannot remember, start over | zurücksetz*, zurückgesetzt, zurück gesetzt, werkseinstellung*, vergess*, weiß nicht mehr, fällt nicht ein | réinitialis*, oubli*, réglages d'usine, paramètres d'usine, souviens plus, rappelle plus | restablec*, olvid*, reset*, no me acuerdo, no recuerdo, me acuerdo, valores de fábrica | redefin*, esquec*, repor, não lembro, não me lembro, lembro, configurações de fábrica, resetar | 再設定, リセット, 忘れ, 初期化, 思い出せ
twofactor: two factor, two-factor, 2fa, second factor, 2 factor, two step, two-step, authenticator, one time code, verification code, mfa | zwei-faktor, zwei faktor, zweiter faktor, zweiten faktor, 2fa, authenticator, bestätigungscode | double authentification, deux facteurs, deuxième facteur, second facteur, double facteur, 2fa, code de vérification | dos factores, dos pasos, segundo factor, doble factor, 2fa, código de verificación | dois fatores, duas etapas, segundo fator, 2fa, código de verificação | 二段階, 二要素, 2段階, 認証コード
email: email, emails, e-mail, e-mails, mail, mails | mail, mails, e-mail, e-mails, email, emails | e-mail, e-mails, email, mail, mails, courriel*, messagerie | correo, correos, email, e-mail | e-mail, e-mails, email, emails, correio | メール
mailbox: mailbox*, inbox* | postfach, postfächer, posteingang | boîte aux lettres, boîte mail, boîte de réception | buzón, bandeja de entrada | caixa de entrada, caixa postal, caixa de correio | 受信箱, メールボックス
address: address*, delivery address, shipping address, billing address, where i live, moved house, moving house, moved, new home | adress*, anschrift*, umgezogen, umzug | adress*, déménag* | direcci*, domicilio, mud* | endereço*, morada*, mudei | 住所, アドレス, 引っ越し
phone: phone*, telephone*, mobile, number for calls | telefon*, handy*, rufnummer | téléphon*, portable, mobile | teléfon*, móvil, celular | telefon*, telemóvel, celular | 電話番号, 電話, 携帯
name: name, surname, last name | name, namen, nachname* | nom, nom de famille | nombre, apellido* | nome, sobrenome, apelido | 名前, 氏名, 名義
account: account*, profile* | konto, konten, kundenkonto, profil, account* | compte*, profil | cuenta*, perfil | conta, contas, perfil | アカウント, 口座, プロフィール
user: user, users, colleague*, member, members, seat, seats, teammate* | nutzer*, benutzer*, kolleg*, mitglied* | utilisateur*, collègue*, membre* | usuari*, colega*, compañer*, miembro* | usuári*, colega*, membro*, utilizador* | ユーザー, 利用者, 同僚, メンバー
rights: permission*, rights, role, roles, access level, admin*, owner | recht, rechte, berechtigung*, rolle*, admin* | droit*, permission*, rôle*, administrat* | permiso*, rol, roles, administrad* | permiss*, papel, função, administrad* | 権限, 管理者, 役割
data: data, personal information, personal details, records, details | daten, angaben | données, informations personnelles, coordonnées | datos, información personal | dados, informações pessoais | データ, 個人情報
stolen: stolen, stole, steal, leak*, breach*, hack*, expos*, compromis*, copied, copying, copy, theft, taken, accessed, intrud*, intrusion, attacker*, attack | gestohlen, geleakt, datenleck, leck, gehackt, hack*, datenpanne, abgegriffen, kopier*, diebstahl, entwendet, zugegriffen, angreif*, angriff*, eindring*, datenschutzvorfall | vol, volé*, fuite*, pirat*, intrus*, compromis*, copi*, attaqu*, dérob*, violation | robad*, robo, filtr*, hacke*, expuest*, brecha, copi*, atac*, intrus*, comprometid*, sustra* | roubad*, vazament*, vazad*, hacke*, expost*, invas*, copi*, atac*, intrus*, comprometid*, violação | 漏えい, 漏洩, 流出, 盗ま, 不正アクセス, コピー, ハッキング, 侵入, 攻撃
encrypted: encrypt*, hashed, hash | verschlüssel* | chiffr*, crypt* | cifrad*, encript* | criptograf*, encript*, cifrad* | 暗号
phishing: phish*, fake mail, fake mails, suspicious mail, suspicious email, suspicious message*, scam mail | phishing, gefälschte mail*, verdächtige mail*, verdächtige nachricht* | hameçonnage, phishing, faux mail*, mail suspect, message suspect | phishing, correo falso, correo sospechoso, correos sospechosos | phishing, e-mail falso, e-mail suspeito, mensagem suspeita | フィッシング, 不審なメール, 偽メール, 怪しいメール
outage: outage*, down, downtime, unavailable, not reachable, unreachable, reachable, not available, cannot be reached, disturbance, fault, failing, offline, out of service, failure, broken, crash*, interruption, disruption, not working | ausfall*, ausgefallen, erreichbar, gestört, störung*, offline, unterbrech*, kaputt, panne | panne*, indisponib*, inaccessib*, hors service, hors ligne, interruption* | caíd*, caída, fuera de servicio, inaccesib*, interrupción, avería, no disponible | fora do ar, queda, indisponív*, inacessív*, interrupção, avaria, instabilidade | 障害, 停止, ダウン, 利用できません, 利用できない, 使えない, 使えません, 不具合, 落ち
slow: slow*, sluggish, lag* | langsam*, verzöger* | lent*, ralent* | lent* | lent* | 遅い, 遅く, 重い
delay: delay*, late, held up, behind schedule, postpon*, stuck | verspät*, verzöger*, später, stecken, hängt fest, liegengeblieben | retard*, retardé*, bloqué* | retras*, demor*, tard* | atras*, demor* | 遅れ, 遅延, 遅配
delivery: arriv*, get here, gets here, deliver*, shipment*, shipping, ship, ships, shipped, courier, carrier, dispatch* | liefer*, geliefert, ankomm*, ankommt, versand*, verschick*, versendet, zustell*, spedition | livr*, expédi*, transporteur* | entreg*, envío*, enviad*, reparto, transportista | entreg*, envio*, remessa*, transportadora, enviad*, chega, chegam, chegar* | 配達, 配送, 発送, お届け, 届, 出荷, 運送
order: order, orders, ordered, purchase* | bestell*, auftrag, gekauft | command*, achat* | pedido*, compra*, encarg* | pedido*, encomend*, compra* | 注文, 購入
parcel: parcel*, package, packages, box | paket*, päckchen, sendung* | colis, paquet* | paquete*, bulto* | pacote*, encomenda*, caixa | 荷物, 小包
track: track*, trace, where is my parcel, follow my | verfolg*, sendungsnummer, tracking | suiv*, suivi, traç*, tracking | seguimiento, rastre*, seguir, localiz* | rastre*, acompanh*, seguimento | 追跡, 配送状況
warehouse: warehouse*, depot*, storage hall | lager, lagerhaus, lagerhalle, depot | entrepôt*, dépôt* | almacén, almacenes, depósito | armazém, armazéns, depósito | 倉庫
customs: customs, border, duty, duties, import tax | zoll*, grenze | douan*, frontière | aduan*, frontera | alfândeg*, aduan*, fronteira | 税関, 関税
strike: strike*, walkout | streik* | grève* | huelga* | greve* | ストライキ
weather: weather, storm*, flood*, snow | wetter, sturm, unwetter, hochwasser, schnee | météo, tempête, inondation*, neige | clima, tormenta, inundac*, nieve | clima, tempestade, inundaç*, neve | 天気, 台風, 嵐, 洪水, 大雪
server: server*, disk*, hard drive, storage, hardware, database*, data centre, data center, datacenter | server*, festplatte*, speicher, hardware, datenbank*, rechenzentrum | serveur*, disque*, stockage, matériel, base de données | servidor*, disco*, almacenamiento, base de datos, centro de datos | servidor*, disco*, armazenamento, banco de dados, base de dados | サーバ, ディスク, データベース, ストレージ
network: network*, connection*, cable*, line | netz*, verbindung*, leitung*, kabel | réseau*, connexion*, câble* | red, redes, conexión*, cable* | rede, redes, conexão, ligação, cabo* | ネットワーク, 回線, 接続, 通信
lost: lost, lose, loses, losing, loss, gone, missing, vanish*, disappear*, wip*, bounce*, still there, is kept, are kept, kept, survive* | verloren, verlier*, verlor*, verlust*, weg, fehl*, verschwunden, aufbewahrt, erhalten geblieben, noch da | perd*, perte*, disparu*, manqu*, conserv* | perdi*, perd*, pierd*, desaparec*, falta*, extravi*, guardan, guardad*, conserv* | perd*, sumiu, sumiram, desaparec*, falta*, extravi*, guardad*, conservad* | 失われ, 消え, なくな, 無くな, 紛失, 失い, 保管, 届かない
safe: safe*, secure*, security, protect* | sicher*, schütz*, geschützt, schutz | sécur*, sûr*, protég* | segur*, proteg* | segur*, proteg* | 安全, セキュリティ, 保護
download: download*, save a copy | herunterlad*, download*, runterlad* | télécharg* | descarg*, bajar | baix*, download, descarreg*, transferir | ダウンロード
export: export*, extract* | export* | export* | export* | export* | エクスポート, 書き出
import: import* | import* | import* | import* | import* | インポート, 取り込
backup: backup*, back up, restor*, recover*, undelet*, bring back, bring _ back, brought back, get _ back, retriev* | sicherung*, backup*, wiederherstell* | sauvegard*, restaur*, récupér* | copia de seguridad, respald*, recuper*, restaur* | backup*, cópia de segurança, recuper*, restaur* | バックアップ, 復元
limit: limit*, quota*, maximum, max, mb, megabyte*, how big, size, largest, how large | limit*, grenze, maximal*, max, mb, megabyte*, größe, größte*, kontingent, wie groß, obergrenze | limit*, quota*, maxim*, max, mo, mb, taille | límite*, tamaño, máxim*, max, mb, megas, cuota | limite*, tamanho, máxim*, max, mb, megas, cota | 上限, 制限, 容量, サイズ, 最大, mb, 何mb
storage: storage, space, disk space, gigabyte*, gb | speicherplatz, speicher, gigabyte*, gb | espace, stockage, go | espacio, almacenamiento, gb | espaço, armazenamento, gb | 容量, ストレージ, 空き
attachment: attach*, file, files, document* | anhang, anhänge, anhäng*, datei*, dokument* | pièce jointe, pièces jointes, fichier*, document* | adjunt*, archivo*, documento* | anex*, arquivo*, ficheiro*, documento* | 添付, ファイル, 書類
filter: filter*, rule, rules, sort mail, sort mails, sorting | filter*, regel*, sortier* | filtr*, règle*, tri | filtr*, regla*, orden* | filtr*, regra*, orden* | フィルタ, ルール, 振り分け
spam: spam, junk | spam, junk, werbung | spam, indésirable*, pourriel* | spam, no deseado, basura electrónica | spam, lixo eletrônico, indesejad* | 迷惑メール, スパム
forward: forward*, redirect* | weiterleit*, umleit* | transf*, rediri*, renvoi | reenvi*, redirig* | encaminh*, reencaminh*, redirecion* | 転送
autoreply: out of office, auto reply, auto-reply, autoreply, automatic reply, vacation*, holiday*, absence | abwesenheit*, automatische antwort, autoantwort, urlaub | absence, réponse automatique, vacances | fuera de la oficina, respuesta automática, vacaciones, ausencia | fora do escritório, resposta automática, férias, ausência | 不在, 自動返信, 休暇
signature: signature* | signatur* | signature* | firma, firmas | assinatura de e-mail, assinatura | 署名
calendar: calendar*, appointment*, meeting* | kalender*, termin, termine, besprechung* | calendrier*, agenda*, rendez-vous, réunion* | calendario*, cita, citas, reunión, reuniones | calendário*, agenda, compromisso*, reunião, reuniões | カレンダー, 予定表, 会議, 予定を
share: share*, sharing | teil*, freigeb*, freigabe* | partag* | compart* | compartilh*, partilh* | 共有
app: app, apps, application, mobile app | app, apps, anwendung | appli, application* | app, aplicación* | app, aplicativo*, aplicação | アプリ
install: install*, set up the app | install*, einricht* | install* | instal* | instal* | インストール
device: device*, iphone, android, tablet, laptop, computer | gerät*, iphone, android, tablet, laptop, rechner | appareil*, iphone, android, tablette, ordinateur* | dispositivo*, iphone, android, tableta, ordenador | dispositivo*, iphone, android, tablet, computador | 端末, スマホ, パソコン, 機器
sync: sync*, synchron* | synchron*, abgleich* | synchron* | sincron* | sincron* | 同期
printer: print* | druck* | imprim* | imprim* | imprim* | 印刷
language: language*, translat*, english, german, french, spanish, portuguese, japanese | sprache*, übersetz* | langue*, tradu* | idioma*, tradu* | idioma*, língua*, tradu* | 言語, 翻訳, 英語, 日本語, フランス語, ドイツ語
notification: notification*, alert*, remind* | benachrichtig*, hinweis*, erinner* | notification*, alerte*, rappel* | notificaci*, alerta*, aviso*, record* | notificaç*, alerta*, aviso*, lembret* | 通知, アラート
newsletter: newsletter*, marketing, advertis*, promotional | newsletter*, werbemail*, werbung | newsletter*, infolettre, publicit* | boletín*, publicidad, promocional* | newsletter*, boletim, publicidade, promocion* | メルマガ, ニュースレター, 広告
hours: opening hours, business hours, office hours, open on, opening times, hours, are you open, open until, how late, reach you, reach someone, reach somebody, reach anybody, until what time, closing time, support hours, when are you there, saturdays, sundays, weekends, at weekends | öffnungszeit*, geschäftszeit*, servicezeit*, erreichbarkeit, erreiche ich jemanden, erreichen sie, erreiche ich sie, wann erreich*, geöffnet, zeiten, samstags, sonntags, am wochenende | horaires, heures d'ouverture, heures d'accueil, ouvrez-vous, êtes-vous ouvert*, joindre, le samedi, le dimanche | horario*, abierto*, abren, atienden, atención, los sábados, los domingos | horário*, aberto*, abrem, atendem, atendimento, aos sábados, aos domingos | 営業時間, 受付時間, 何時まで, 営業, サポート時間
warranty: warrant*, guarant* | garantie*, gewährleist* | garant* | garant* | garant* | 保証
size: size guide, sizes, fits, too small, too big | größentabelle, größe, zu klein, zu groß | taille*, pointure | talla*, tallas | tamanhos, numeração | サイズ
damaged: damaged, broken item, arrived broken, defect*, faulty | beschädigt*, defekt*, kaputt angekommen | endommag*, cassé*, défectueu* | dañad*, rot*, defectuos* | danificad*, quebrad*, defeituos*, com defeito | 破損, 壊れ, 不良品
pickup: pick up, pickup, collect, collection point, store pickup | abhol*, abholstation | retrait, point relais, récupérer en | recog*, punto de recogida, recogida | retir*, levantar, ponto de coleta | 受け取り, 店頭
voucher: voucher*, coupon*, discount*, promo* | gutschein*, rabatt*, coupon* | bon, bons, coupon*, remise*, promo*, réduction* | vale, vales, cupón, cupones, descuento* | vale, vales, cupom, cupons, desconto* | クーポン, 割引, 商品券
gift: gift*, present | geschenk* | cadeau* | regal* | present*, oferta | ギフト, プレゼント, 贈り物
api: api, token, webhook*, developer* | api, token, webhook*, entwickler* | api, jeton*, webhook*, développeur* | api, token, webhook*, desarrollador* | api, token, webhook*, desenvolvedor* | api, トークン, 開発者
domain: domain*, dns | domain*, dns | domaine*, dns | dominio*, dns | domínio*, dns | ドメイン
contract: contract*, agreement*, terms | vertrag*, verträge, vereinbarung*, agb | contrat*, conditions | contrato*, condiciones | contrato*, termos, condições | 契約書, 規約
tax: vat, tax id, tax, taxes | mwst, umsatzsteuer*, steuer*, ustid | tva, taxe*, impôt* | iva, impuesto*, nif | iva, imposto*, cnpj, nif | 消費税, 税
company: company, companies, company details, legal entity | firma, firmen, unternehmen, firmendaten, firmenname* | raison sociale, entreprise*, société | razón social, empresa* | razão social, empresa* | 会社名
bank: bank, banks, iban, direct debit, bank transfer, transfer | bank*, iban, lastschrift*, überweis* | banqu*, iban, prélèvement*, virement* | banc*, iban, domiciliaci*, transferencia* | banco, bancári*, iban, débito direto, transferência* | 銀行, 振込, 引き落とし
web: web, website, browser, web page, webmail | web, webseite, website, browser, webmail | web, site, navigateur, webmail | web, sitio, navegador, webmail | web, site, navegador, webmail | ウェブ, サイト, ブラウザ
receive: receiv*, incoming, arriv*, come in, get here, gets here, turn up, turns up, show up, reach me, reach us | empfang*, eingehend*, ankomm*, ankommt, eintreff* | reçoi*, réception, entrant*, arriv* | recib*, recep*, entrant*, lleg* | receb*, receç*, chega*, chegou | 受信, 受け取, 到着
repair: repair, repairs, repair service | reparatur* | réparation* | reparación, reparaciones | conserto, consertos, reparo, reparação | 修理
fix: fix*, repaired, repairing, solv*, resolv*, restor*, mend* | behoben, beheb*, repariert, reparieren, gelöst, lös*, wiederhergestell* | répare, répar, réparé*, réparer, corrig*, résol*, rétabl* | arregl*, reparad*, reparar, reparan, resuel*, resolv*, solucion*, restable* | consertad*, consertar, corrig*, resolv*, reparad*, reparar, soluc*, restabele* | 復旧, 修復, 直, 解決, 解消
cause: cause, causes, caused, reason*, root cause, due to, because of | ursach*, grund, gründe, auslös*, verursacht, wegen | cause*, raison*, origine | caus*, motivo*, razón, razones, debido | causa*, motivo*, razão, razões, devido | 原因, 理由
wait: wait* | wart* | attend*, attente | esper* | esper*, aguard* | 待
free: free, free of charge, for free, no charge, at no cost | kostenlos*, gratis, umsonst, kostenfrei* | gratuit*, sans frais | gratis, gratuit*, sin coste, sin costo | grátis, gratuit*, de graça, sem custo | 無料, ただで
double: twice, double, doubled, two times, duplicate*, second time, second debit, second charge, second debits | doppelt*, zweimal, zwei mal, zweite abbuchung, zweiten abbuchungen | deux fois, double*, en double | dos veces, doble*, por duplicado, duplicad*, segundo cobro, segundos cobros | duas vezes, dobro, duplicad*, em dobro, segunda cobrança | 二重, 二回, 2回
debit: debit*, charged, charging, withdrawn, took the money, taken the money, taken money, payment taken | abbuch*, abgebucht, eingezogen, belastet, lastschrift* | prélev*, débit*, encaiss* | cobr*, cargo, cargos, débito* | cobr*, débit*, debit* | 引き落と, 引落
pause: paus*, on hold, put on hold, suspend*, skip, skipping, interrupt my, take a break | pausier*, aussetz*, aussetzen, unterbrech*, ruhen lassen | suspend*, pause, interromp*, mettre en pause | paus*, suspend*, interrump* | paus*, suspend*, interromp* | 一時停止, 休止, スキップ
clean: clean*, wash*, rins*, dishwasher | reinig*, putz*, spül*, säuber*, waschen | nettoy*, lav*, rinç* | limpi*, lav*, enjuag* | limp*, lav*, enxagu* | 洗, 掃除, 清掃
refer: recommend*, refer*, invite a friend, bring a friend | empfehl*, empfiehl*, weiterempfehl*, freunde werben | recommand*, parrain* | recomend*, referid*, invitar a un amigo | recomend*, indic*, indicação | 紹介, 勧め
money: money, cash, euros, dollars | geld | argent | dinero, plata | dinheiro | お金, 代金
region: region*, area, areas, location*, zone* | region*, gebiet*, gegend* | région*, zone* | región, regiones, zona* | região, regiões, zona*, área* | 地域, リージョン
hole: hole*, vulnerabilit*, security gap, loophole* | lücke*, sicherheitslücke*, schwachstelle* | faille* | brecha*, agujero*, vulnerabilidad* | brecha*, falha de segurança, vulnerabilidade* | 脆弱性, セキュリティホール
authority: authorit*, data protection office | behörde* | autorité* | autoridad* | autoridade* | 当局, 監督機関
inform: inform*, told the, notified, alerted, report to | informier*, gemeldet, benachrichtig*, verständig* | inform*, prévenu*, averti*, signalé* | inform*, avisad*, notificad* | inform*, avisad*, notificad* | 報告, 通知し, 連絡し
schedule: schedul*, send later, timed | zeitversetzt, zeitgesteuert, später senden | programmer, programmé*, différé* | programar, programad*, programo | agendar, agendo, agendad*, programar | 予約, 時間指定
import_duty: duty free | zollfrei | hors taxes | libre de impuestos | isento | 免税
student: student*, education* | student*, studier*, bildung | étudiant*, éducation | estudiant* | estudant* | 学生
job: job*, career*, hiring, vacanc* | stellenangebot*, stellenanzeige*, offene stellen, jobs, karriere, bewerb* | emploi*, carrière*, recrut* | empleo*, trabajo, carrera | emprego*, vaga*, carreira* | 求人, 採用
`

const linesOf = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(':')
      return { name: line.slice(0, at), cells: line.slice(at + 1).split('|') }
    })
const rows = [...linesOf(`${table}${everyday.trimStart()}`), ...linesOf(places).map(({ name, cells }) => ({ name, cells: spoken.map(() => cells[0] ?? '') }))]

const compiled = (some: typeof rows): Record<Spoken, Phrases<string>> =>
  Object.fromEntries(
    spoken.map((language, nth) => [language, compile(Object.fromEntries(some.map(({ name, cells }) => [name, folded(cells[nth] ?? '')])))]),
  ) as Record<Spoken, Phrases<string>>
/** Turns of speech, the same in every language, that tell kinds of questions apart. */
export const turnsOf = compiled(linesOf(turns))
/** `now` and `past`. */
export const momentsOf = compiled(linesOf(moments))

export const concepts = compiled(rows)

/** The words of a meaning in a language, without what stands for their ends: to search by. */
export const wordsOfConcept = (name: string, language: Spoken): string[] =>
  (rows.find((row) => row.name === name)?.cells[spoken.indexOf(language)] ?? '')
    .split(',')
    .map((word) => word.trim().replaceAll('*', ''))
    .filter((word) => word.length > 2)

/** Every single word of the table: what a mistyped one may have been. */
export const conceptWords = Object.fromEntries(
  spoken.map((language) => [
    language,
    new Set(
      rows
        .flatMap(({ cells }) => (cells[spoken.indexOf(language)] ?? '').split(','))
        .filter((word) => !word.includes('*'))
        .map((word) => folded(word.trim()))
        .filter((word) => !word.includes(' ') && word.length >= 4),
    ),
  ]),
) as Record<Spoken, Set<string>>
