// What a model wrote is believed sentence by sentence: each must name its source, and hold no number, no time, no name, no state, no promise and no "not" that is not there.
import { indexed, speaksOf } from './indexed.ts'
import { folded } from './languages/fold.ts'
import { isSpoken, type Spoken } from './languages/languages.ts'
import type { Composed, Sentence } from './material.ts'
import { wordItems } from './question.ts'

/** Whether every fact of it stands in the sentences that it says again. Each sentence is compared with those that we would have said from the same source. */
export function isFounded({ text, source }: Sentence, plain: Composed, language: string): boolean {
  if (!isSpoken(language) || text.trim() === '' || plain.sources[source] === undefined) return false
  const own = plain.sentences.filter((sentence) => sentence.source === source).map((sentence) => sentence.text)
  const all = own.join('\n')
  const known = indexed(all, language)
  return (
    own.length > 0 &&
    facts(text).every((fact) => facts(all).includes(fact)) &&
    negations(text, language) === negations(nearest(text, own, language), language) &&
    names(text).every((name) => folded(all).includes(folded(name))) &&
    links(text).every((link) => all.toLowerCase().includes(link)) &&
    wordItems(text, language).every((item) => speaksOf(known, item)) &&
    promising(text, language).every((word) => promising(all, language).includes(word))
  )
}

/** Digits however they are grouped, times, percentages, amounts with their currencies. */
const facts = (text: string): string[] =>
  text
    .normalize('NFKC')
    .match(/[€$£¥%]|\b(?:EUR|USD|GBP|JPY|UTC|GMT|[AP]M)\b|\d+(?:[.,:\u00a0 ]\d+)*/gu)
    ?.map((found) => found.replace(/[\s\u00a0]/g, '')) ?? []

/** Words in capitals inside a sentence, and whatever stands in quotes; of German, where every noun is one, the words are compared as words. */
const names = (text: string): string[] => [
  ...(text.match(/(?<=[\p{Ll},;:]\s)\p{Lu}[\p{L}\p{N}-]+/gu) ?? []),
  ...(text.match(/\b[\p{Lu}\p{N}]{2,}\b/gu) ?? []),
  ...[...text.matchAll(/[“„«「"]\s?(.+?)\s?[”“»」"]/g)].map(([, quoted]) => quoted as string),
]

/** Wherever it may lead: an address of the web, of a page without its beginning, of mail. */
const links = (text: string): string[] =>
  text
    .toLowerCase()
    .match(
      /https?:\/\/[^\s)>\]]+[^\s)>\].,;!?]|www\.\S+[^\s.,;!?]|[\p{L}\p{N}._%+-]*@[\p{L}\p{N}.-]+\p{L}|\b[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}\b/gu,
    ) ?? []

const nots: Record<Spoken, RegExp> = {
  en: /\b(not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|\w+n't)\b/g,
  de: /\b(nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|noch nicht|ohne)\b/g,
  fr: /\b(ne|n|pas|jamais|aucun\w*|rien|personne|ni|sans)\b/g,
  es: /\b(no|nunca|ningun\w*|nada|nadie|ni|sin|jamas|tampoco)\b/g,
  pt: /\b(nao|nunca|nenhum\w*|nada|ninguem|nem|sem|jamais)\b/g,
  ja: /(ない|ません|なく|ず|なし)/g,
}
const negations = (text: string, language: Spoken): boolean => (folded(text).match(nots[language]) ?? []).length > 0

/** Of our sentences the one that it is most like. */
function nearest(text: string, own: string[], language: Spoken): string {
  const asked = wordItems(text, language)
  const score = (sentence: string) =>
    asked.filter((item) => speaksOf(indexed(sentence, language), item)).length / (1 + Math.abs(sentence.length - text.length) / 400)
  return own.toSorted((one, other) => score(other) - score(one))[0] ?? ''
}

const words = {
  en: 'promise, guarantee, will, shall, going to, soon, shortly, immediately, certainly, definitely, always, must, should, fixed, resolved, repaired, solved, restored, works, working, works again, broken, down, safe, free, refund, credit, compensation, all, every, everybody, everyone, only, first, sorry',
  de: 'versprech*, garantier*, wird, werden, bald, gleich, sofort, sicher, bestimmt, immer, muss, müssen, soll, behoben, gelöst, repariert, wiederhergestellt, funktioniert, geht wieder, läuft, kaputt, ausgefallen, gratis, kostenlos, erstattung, gutschrift, alle, jeder, nur',
  fr: 'promet*, promis, garant*, sera, seront, bientôt, immédiatement, certainement, toujours, doit, doivent, réparé, résolu, rétabli, corrigé, fonctionne, marche, en panne, gratuit, remboursement, avoir, tous, toutes, chaque, seulement',
  es: 'promet*, garantiz*, será, serán, estará, pronto, inmediatamente, seguro, siempre, debe, deben, arreglado, resuelto, solucionado, restablecido, funciona, caído, gratis, reembolso, abono, todos, todas, cada, solo',
  pt: 'promet*, garant*, será, serão, estará, em breve, logo, imediatamente, certamente, sempre, deve, devem, resolvido, consertado, corrigido, restabelecido, funciona, fora do ar, grátis, reembolso, crédito, todos, todas, cada, apenas',
  ja: '約束, 保証, 必ず, すぐ, まもなく, 間もなく, 直ちに, 常に, 復旧しました, 解決しました, 修理, 正常, 使えます, 無料, 返金, 補償, すべて, 全て, 全員, のみ',
} satisfies Record<Spoken, string>

/** What would change what a sentence says although no number is in it: promises, states, all and only. */
function promising(text: string, language: Spoken): string[] {
  const read = folded(text)
  return folded(words[language])
    .split(',')
    .map((word) => word.trim())
    .filter((word) => (language === 'ja' ? read.includes(word) : new RegExp(`(?<![\\p{L}])${word.replace('*', '\\p{L}*')}(?![\\p{L}])`, 'u').test(read)))
}

/** All of it or nothing: where one sentence is not founded, the plain answer is given. */
export const isWholeAnswer = (sentences: Sentence[], plain: Composed, language: string): boolean =>
  sentences.length > 0 && sentences.length <= plain.sentences.length + 1 && sentences.every((sentence) => isFounded(sentence, plain, language))
