// What a subject is about, without what mail programs, lists and desks put around it.

export type Topic = {
  /** In lower case, without prefixes, list tags and markers of tickets. */
  words: string
  /** The same without blanks and signs, which gateways break: equal for two subjects that are about the same. To be kept and looked up by. */
  key: string
  /** Whether it says itself that it answers something (“Re:” and its like). */
  reply: boolean
  forward: boolean
  /** The `key` of what it was about before: “New words (was: Re: old words)”, “New words Re: old words”. */
  was: string | null
  /** Numbers of tickets as other desks mark them: two that differ are two things, whatever else their subjects say. */
  markers: string[]
}

/** Line by line of what is peeled off; what remains is never made shorter than to nothing by a tag alone (“[urgent]” is a subject, too). */
export function topicOf(subject: string): Topic {
  let rest = subject.slice(0, longest).normalize('NFKC').replace(unseen, '').replace(/\s+/g, ' ').trim()
  const found: Topic = { words: '', key: '', reply: false, forward: false, was: null, markers: [] }
  for (let turn = 0; turn < mostPrefixes; turn += 1) {
    const before = rest
    const [, prefix = ''] = prefixed.exec(rest) ?? []
    if (prefix) {
      if (forwards.test(prefix)) found.forward = true
      else found.reply = true
      rest = rest.slice(prefixed.exec(rest)?.[0].length)
    }
    const marker = marked.exec(rest)
    if (marker) {
      found.markers.push((marker[1] ?? marker[2] ?? '').toLowerCase())
      rest = `${rest.slice(0, marker.index)} ${rest.slice(marker.index + marker[0].length)}`.replace(/ +/g, ' ').trim()
    }
    const tag = tagged.exec(rest)
    if (tag && rest.length > tag[0].length) rest = rest.slice(tag[0].length)
    if (rest === before) break
  }
  const [, fresh, former = ''] = renamed.exec(rest) ?? answering.exec(rest) ?? []
  const old = former.replace(/[\s)\]]+$/, '')
  if (/^fwd?$/i.test(old)) found.forward = true
  else if (old && fresh) found.was = topicOf(old).key || null
  found.words = tidy(fresh?.trim() || rest)
  found.key = found.words.replace(/[^\p{L}\p{N}]+/gu, '')
  return found
}

const tidy = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s.!?…,;:·–—-]+$/u, '')
    .trim()

/** Subjects under which anybody writes anything: two of them are no sign of one matter. */
export const isGeneric = (words: string): boolean => {
  const told = (words.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !small.has(word))
  return told.join('').length < 4 || told.every((word) => generic.has(word))
}

const [longest, mostPrefixes] = [1_000, 20]
/** Zero width, soft hyphens and directions: they change nothing that is read. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0-\x1f\x7f]/g
/** “Re:”, “AW[2]:”, “Re(3):”, “RE^2:”, “回复：”; also the answers of calendars. */
const prefixed =
  /^\s*(re|aw|antw|antwort|sv|vs|vb|rif|res|resp|odp|ynt|vl|bls|atb|r|res?puesta|fwd?|fw|wg|wtr|tr|rv|enc|doorst|i|pd|ilt|fs|回复|回覆|答复|答覆|返信|転送|转发|轉寄|轉發|회신|전달|ответ|отв|пересл)\s*(\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4}|\d{1,2})?\s*[:：]\s*/iu
/** “New (was: Old)”, “New [was Re: Old]”, and “Old (fwd)”. */
const renamed = /^(.*?)\s*[([]\s*(?:(?:was|war|ehemals|anciennement|antes|era)\b\s*[:-]?\s*(?=\S)(?=.{3})|(?=fwd?\s*[)\]]\s*$))(.+)$/iu
const answering = /^(.{3,}?)\s+(?:re|aw|sv)\s*:\s*(.{3,})$/iu
const forwards = /^(fwd?|fw|wg|wtr|tr|rv|enc|doorst|i|pd|ilt|転送|转发|轉寄|轉發|전달|пересл)$/iu
const marked = /\[\s*(?:[\p{L} _-]{0,20}[#:№-]\s*)?(\d{2,15})\s*\]|(?:^|\s)\(?#(\d{3,15})\)?(?=[\s:.,-]|$)/u
/** “[list]” of mailing lists and “[EXTERNAL]” of gateways, and the same without brackets. */
const tagged = /^(?:\[[^[\]]{1,40}\]|\*{2,5}\s?(?:external|spam|extern)\s?\*{2,5}|(?:external|extern)\s?:)\s*/i

const small: ReadonlySet<string> = new Set(
  'a an the my your our for with of to in on is it i have has need please and or about me you we der die das ein eine mein meine und zu im ist bitte le la les un une de du des mon ma mes el los una mi il lo'.split(
    ' ',
  ),
)
const generic: ReadonlySet<string> = new Set(
  `help hello hi hey support question questions query enquiry inquiry request problem problems issue issues error bug urgent important asap info information
  invoice invoices bill billing payment order orders account login password refund cancel cancellation delivery shipping return returns status update feedback
  complaint contact message mail email test testing news newsletter subject none document documents file files scan image photo attached attachment thanks thank new no
  hilfe hallo frage fragen anfrage problem fehler dringend wichtig rechnung bestellung konto kündigung lieferung rückgabe beschwerde kontakt nachricht dokument danke betreff kein
  aide bonjour question demande problème erreur facture commande compte remboursement livraison retour réclamation merci sujet
  ayuda hola pregunta consulta problema factura pedido cuenta reembolso gracias aiuto ciao domanda fattura ordine grazie ajuda fatura pedido
  问题 帮助 发票 订单 你好 質問 問い合わせ お問い合わせ 請求書`
    .split(/\s+/)
    .filter(Boolean),
)
