// What is said at once to whoever writes, in their language; only what is true and was approved.
import { shownTime } from '../../communicate/frame/html.ts'
import { languageOf, nearest, put } from '../../communicate/frame/strings.ts'

export type Acknowledged = {
  id: number
  language: string
  zone: string
  promisedAt: Date | null
  /** What the crisis was called in the last update; null: it is about none, or nothing was said yet. */
  crisis: string | null
  nextWordAt: Date | null
}

type Words = { got: string; by: string; open: string; crisis: string; nextWord: string; noWord: string; answer: string }
const words: Record<string, Words> = {
  en: {
    got: 'Your message has reached us. Its number is {number}.',
    by: 'Somebody answers you by {at}.',
    open: 'Somebody reads it and answers you.',
    crisis: 'It seems to be about something that we know of: “{title}”.',
    nextWord: 'The next word to everybody concerned comes by {at}, and you get it here. You need not write again for that.',
    noWord: 'As soon as there is something new you get it here. You need not write again for that.',
    answer: 'If it is about something else, or if it is urgent, answer this mail: a person reads it.',
  },
  de: {
    got: 'Ihre Nachricht ist bei uns angekommen. Sie hat die Nummer {number}.',
    by: 'Bis {at} antwortet Ihnen jemand.',
    open: 'Jemand liest sie und antwortet Ihnen.',
    crisis: 'Sie scheint etwas zu betreffen, das wir kennen: „{title}“.',
    nextWord: 'Die nächste Nachricht an alle Betroffenen kommt bis {at}; Sie bekommen sie hier. Dafür müssen Sie nicht noch einmal schreiben.',
    noWord: 'Sobald es etwas Neues gibt, bekommen Sie es hier. Dafür müssen Sie nicht noch einmal schreiben.',
    answer: 'Geht es um etwas anderes oder ist es dringend, antworten Sie auf diese Mail: Ein Mensch liest sie.',
  },
  fr: {
    got: 'Votre message nous est parvenu. Il porte le numéro {number}.',
    by: 'Quelqu’un vous répond d’ici {at}.',
    open: 'Quelqu’un le lit et vous répond.',
    crisis: 'Il semble concerner un problème que nous connaissons : « {title} ».',
    nextWord: 'La prochaine information à toutes les personnes concernées arrive d’ici {at} ; vous la recevrez ici, sans avoir à nous réécrire.',
    noWord: 'Dès qu’il y a du nouveau, vous le recevrez ici, sans avoir à nous réécrire.',
    answer: 'S’il s’agit d’autre chose, ou si c’est urgent, répondez à ce message : une personne le lit.',
  },
  es: {
    got: 'Hemos recibido su mensaje. Su número es {number}.',
    by: 'Alguien le responde antes de {at}.',
    open: 'Alguien lo lee y le responde.',
    crisis: 'Parece tratarse de algo que conocemos: «{title}».',
    nextWord: 'La próxima información para todos los afectados llega antes de {at} y la recibirá aquí. No hace falta que vuelva a escribir.',
    noWord: 'En cuanto haya novedades las recibirá aquí. No hace falta que vuelva a escribir.',
    answer: 'Si se trata de otra cosa o es urgente, responda a este mensaje: lo lee una persona.',
  },
  pt: {
    got: 'Sua mensagem chegou. O número dela é {number}.',
    by: 'Alguém responde até {at}.',
    open: 'Alguém lê e responde.',
    crisis: 'Parece ser sobre algo que já conhecemos: “{title}”.',
    nextWord: 'A próxima informação para todos os afetados chega até {at}, e você a recebe aqui. Não é preciso escrever de novo.',
    noWord: 'Assim que houver novidades você as recebe aqui. Não é preciso escrever de novo.',
    answer: 'Se for outro assunto ou se for urgente, responda a este e-mail: uma pessoa lê.',
  },
  ja: {
    got: 'お問い合わせを受け付けました。番号は {number} です。',
    by: '{at} までに担当者がご返信します。',
    open: '担当者が確認のうえご返信します。',
    crisis: 'すでに把握している問題「{title}」に関するものと思われます。',
    nextWord: '影響のあるすべてのお客様への次のお知らせは {at} までにお送りし、こちらにも届きます。そのために改めてご連絡いただく必要はありません。',
    noWord: '新しいことが分かり次第、こちらにお知らせします。そのために改めてご連絡いただく必要はありません。',
    answer: '別の件である場合やお急ぎの場合は、このメールにご返信ください。担当者が読みます。',
  },
}

export function acknowledgement({ id, language, zone, promisedAt, crisis, nextWordAt }: Acknowledged): string {
  const own = nearest(words, languageOf(language)) ?? (words.en as Words)
  const at = (when: Date) => shownTime(when, language === 'und' ? 'en' : language, zone)
  const lines = [put(own.got, { number: `#${Math.abs(id)}` })]
  if (crisis)
    // No next word is dated: what is promised then is an answer of ours, as to everybody else.
    lines.push(
      put(own.crisis, { title: crisis }),
      ...(nextWordAt ? [put(own.nextWord, { at: at(nextWordAt) })] : [own.noWord, ...(promisedAt ? [put(own.by, { at: at(promisedAt) })] : [])]),
      own.answer,
    )
  else lines.push(promisedAt ? put(own.by, { at: at(promisedAt) }) : own.open)
  return lines.join('\n\n')
}
