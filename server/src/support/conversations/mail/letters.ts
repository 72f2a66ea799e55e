// Letters that look like others: what a name looks like to somebody who reads it quickly.

/** What a text looks like, in plain Latin letters; equal for two texts that the eye takes for each other. */
export function skeleton(text: string): string {
  const plain = [
    ...text
      .slice(0, 300)
      .normalize('NFKD')
      .replace(/[\p{M}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
      .toLowerCase(),
  ]
    .map((letter) => alike.get(letter) ?? letter)
    .join('')
  return plain.replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/cl/g, 'd').replace(/[1|!]/g, 'l').replace(/i/g, 'l').replace(/0/g, 'o').replace(/5/g, 's')
}

/** Whether letters of different scripts stand within one word: nobody writes so by accident. */
export const isMixed = (text: string): boolean => text.split(between).some((word) => latin.test(word) && other.test(word))

/** The same of a host; or a label of it that is all of letters which cannot be told from Latin ones, though it is in another script. */
export const isMasked = (host: string): boolean => isMixed(host) || host.split('.').some((label) => other.test(label) && same.test(label))

const between = /[^\p{L}\p{M}\p{N}]+/u
const latin = /\p{Script=Latin}/u
const other = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const same = /^[асеорхуѕіјӏһԁԛԝаοανρ\d-]+$/u

/** Cyrillic, Greek, Armenian and single Latin letters, and the plain letter that each is taken for. */
const alike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'ьвβɓ',
    c: 'сϲᴄ',
    d: 'ԁɗđ',
    e: 'еεєҽ',
    f: 'ғƒ',
    g: 'ɡցǥ',
    h: 'һհн',
    i: 'іιıɩ',
    j: 'јϳ',
    k: 'кκĸ',
    l: 'ӏǀłا',
    m: 'мɱ',
    n: 'пηոɴ',
    o: 'оοօøο',
    p: 'рρþ',
    q: 'ԛզ',
    r: 'гʀɾ',
    s: 'ѕꜱʂ',
    t: 'тτŧ',
    u: 'υսцʋ',
    v: 'ѵνᴠ',
    w: 'ԝωшɯ',
    x: 'хχ',
    y: 'уүγʏ',
    z: 'ᴢʐ',
  }).flatMap(([plain, like]) => [...like].map((letter) => [letter, plain] as const)),
)
