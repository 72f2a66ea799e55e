import { describe, expect, test } from 'vitest'
import { wrongIn } from './answer.ts'
import { restoredWords } from './restored-words.ts'

describe('That it works again, before an update has said so', () => {
  test('it is said in six languages, with what to do if it is not so, and names it as the last update did', () => {
    const said = restoredWords({ en: 'Mail is down', de: 'Mail ist gestört' })
    expect(Object.keys(said)).toEqual(['en', 'de', 'fr', 'es', 'pt', 'ja'])
    expect(said.en).toBe('Your message was about this: “Mail is down”. It works again.\n\nIf it does not work for you, answer here: a person reads it.')
    expect(said.de).toContain('„Mail ist gestört“')
  })
  test('who reads another language than the update is not told a name that they cannot read', () =>
    expect(restoredWords({ en: 'Mail is down' }).fr).not.toContain('Mail'))
  test('nothing in a title is a variable or a pattern', () => {
    const said = restoredWords({ en: 'a {name} $& {x' })
    expect(said.en).toContain('“a name $& x”')
    for (const text of Object.values(said)) expect(wrongIn(text)).toBe(undefined)
  })
})
