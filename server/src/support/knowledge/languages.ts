// In which language somebody reads: their own, else their language in another country, else that of the page, else English, else the first there is; and never without saying so.

/** Languages that PostgreSQL 15 knows the stems of. Of others, words are found as they are written and as they are nearly written. */
const stemmers: Record<string, string> = {
  ...{ ar: 'arabic', hy: 'armenian', eu: 'basque', ca: 'catalan', da: 'danish', nl: 'dutch', en: 'english', fi: 'finnish', fr: 'french', de: 'german' },
  ...{
    el: 'greek',
    hi: 'hindi',
    hu: 'hungarian',
    id: 'indonesian',
    ga: 'irish',
    it: 'italian',
    lt: 'lithuanian',
    ne: 'nepali',
    nb: 'norwegian',
    nn: 'norwegian',
  },
  ...{
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sr: 'serbian',
    es: 'spanish',
    sv: 'swedish',
    ta: 'tamil',
    tr: 'turkish',
    yi: 'yiddish',
  },
}

const languageIn = (locale: string): string => locale.split('-')[0] as string

/** The text search configuration of a language. */
export const stemmerOf = (locale: string): string => {
  const language = languageIn(locale)
  return Object.hasOwn(stemmers, language) ? (stemmers[language] as string) : 'simple'
}

/**
 * Of the languages that there are, the one for a reader.
 * @param home the language of the page it is read on
 */
export function bestOf(there: string[], reader: string, home: string): string | undefined {
  const sorted = there.toSorted()
  const like = (locale: string) =>
    [locale, languageIn(locale)].find((each) => there.includes(each)) ?? sorted.find((each) => languageIn(each) === languageIn(locale))
  return like(reader) ?? like(home) ?? like('en') ?? sorted[0]
}

/** Whether it is the reader's own language, whatever the country. */
export const isTheirs = (locale: string, reader: string): boolean => languageIn(locale) === languageIn(reader)
