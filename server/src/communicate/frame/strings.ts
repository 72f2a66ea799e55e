// The words around every message: page, mail and customer pages, per language. The message itself is written by people.
const en = {
  investigating: 'Investigating', identified: 'Cause known', monitoring: 'Watching the fix', resolved: 'Resolved',
  happened: 'What happened', affected: 'Who is affected', known: 'What we know', unknown: 'What we do not know yet', doing: 'What we are doing', did: 'What we did',
  can: 'What you can do meanwhile', must: 'What you must do now', workaround: 'A way around it', estimate: 'When we expect it to be over', why: 'Why it happened', prevention: 'How we keep it from happening again',
  nextUpdate: 'We write again by {time}', lastUpdate: 'This is our last message about it, unless something changes.',
  allWell: 'Everything works', someTrouble: 'Some services have problems', bigTrouble: 'A service is down', hurting: 'Services have serious problems',
  operational: 'Works', degraded_performance: 'Slow or limited', partial_outage: 'Partly down', major_outage: 'Down', services: 'Services', now: 'Now', past: 'Past incidents',
  noPast: 'No incidents in the last 90 days.', none: 'There is no incident right now.', updatedAt: 'This page last changed {time}', history: 'History', feed: 'Feed', back: 'Back to the current state', minutes: '{n} min',
  statusPage: 'Status page', whyMail: 'You get this message because {account} uses what is affected.', hello: 'Hello {name},',
  remedySubject: 'Your credit for {number}', remedyTitle: 'What we give you for this', remedyIntro: '{title}: you were affected for {minutes} minutes. Without your having to ask, we give you:', remedyAmount: '{amount} as a credit on your next invoice', remedyNote: 'You need to do nothing. Taxes follow your invoice.',
  signOffSubject: 'Does it work for you again?', signOffIntro: '{title}: for us, everything works again. Only you can say whether it does for you.', works: 'It works for me', broken: 'Still broken',
  signOffThanks: 'Thank you. We have noted that it works for you again.', signOffBroken: 'Thank you for telling us. A person will look at your case first.', signOffAsk: 'Does it work for you again?', signOffComment: 'What does not work? (if you like)', signOffSend: 'Send my answer', signOffGone: 'This link is no longer valid.', signOffChange: 'You can change your answer here until the matter is closed.',
}
export type FrameStrings = typeof en

const de: FrameStrings = {
  investigating: 'Wir untersuchen', identified: 'Ursache bekannt', monitoring: 'Wir beobachten', resolved: 'Behoben',
  happened: 'Was geschehen ist', affected: 'Wer betroffen ist', known: 'Was wir wissen', unknown: 'Was wir noch nicht wissen', doing: 'Was wir tun', did: 'Was wir getan haben',
  can: 'Was Sie inzwischen tun können', must: 'Was Sie jetzt tun müssen', workaround: 'Ein Ausweg', estimate: 'Wann es voraussichtlich vorbei ist', why: 'Warum es geschah', prevention: 'Wie wir es künftig verhindern',
  nextUpdate: 'Wir schreiben wieder bis {time}', lastUpdate: 'Dies ist unsere letzte Nachricht dazu, wenn sich nichts mehr ändert.',
  allWell: 'Alles funktioniert', someTrouble: 'Einige Dienste haben Probleme', bigTrouble: 'Ein Dienst ist ausgefallen', hurting: 'Dienste haben ernste Probleme',
  operational: 'Funktioniert', degraded_performance: 'Langsam oder eingeschränkt', partial_outage: 'Teilweise ausgefallen', major_outage: 'Ausgefallen', services: 'Dienste', now: 'Jetzt', past: 'Frühere Störungen',
  noPast: 'Keine Störungen in den letzten 90 Tagen.', none: 'Zurzeit gibt es keine Störung.', updatedAt: 'Diese Seite wurde zuletzt geändert: {time}', history: 'Verlauf', feed: 'Feed', back: 'Zum aktuellen Stand', minutes: '{n} Min.',
  statusPage: 'Statusseite', whyMail: 'Sie erhalten diese Nachricht, weil {account} nutzt, was betroffen ist.', hello: 'Guten Tag {name},',
  remedySubject: 'Ihre Gutschrift zu {number}', remedyTitle: 'Was wir Ihnen dafür geben', remedyIntro: '{title}: Sie waren {minutes} Minuten betroffen. Ohne dass Sie darum bitten müssen, geben wir Ihnen:', remedyAmount: '{amount} als Gutschrift auf Ihrer nächsten Rechnung', remedyNote: 'Sie müssen nichts tun. Steuern richten sich nach Ihrer Rechnung.',
  signOffSubject: 'Funktioniert es bei Ihnen wieder?', signOffIntro: '{title}: Bei uns funktioniert wieder alles. Ob es bei Ihnen so ist, können nur Sie sagen.', works: 'Bei mir funktioniert es', broken: 'Noch immer gestört',
  signOffThanks: 'Danke. Wir haben vermerkt, dass es bei Ihnen wieder funktioniert.', signOffBroken: 'Danke für Ihre Nachricht. Ein Mensch sieht sich Ihren Fall zuerst an.', signOffAsk: 'Funktioniert es bei Ihnen wieder?', signOffComment: 'Was funktioniert nicht? (wenn Sie mögen)', signOffSend: 'Antwort senden', signOffGone: 'Dieser Link gilt nicht mehr.', signOffChange: 'Sie können Ihre Antwort hier ändern, bis die Sache abgeschlossen ist.',
}

const catalogue: Record<string, FrameStrings> = { en, de }

/** The catalogue of the nearest language: pt-BR → pt → en. */
export const frame = (locale: string | null | undefined): FrameStrings => catalogue[locale ?? 'en'] ?? catalogue[(locale ?? 'en').split('-')[0] as string] ?? en
export const languageOf = (locale: string | null | undefined): string => (frame(locale) === en ? 'en' : ((locale ?? 'en').split('-')[0] as string))

export const put = (text: string, values: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
