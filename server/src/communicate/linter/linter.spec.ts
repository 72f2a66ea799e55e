import { describe, expect, test } from 'vitest'
import { HouseStyle } from './linter.contract.ts'
import { type Facts, lint, type Phase, type Told } from './linter.ts'
import { gradeOf } from './rules/style.ts'
import { likeness } from './rules/repeat.ts'

const now = new Date('2030-01-01T10:00:00Z')
const whole = {
  title: 'Messages arrive late',
  happened: 'A disk failed at 9. You cannot send messages in the east.',
  affected: 'Customers in the east.',
  known: 'The disk.',
  unknown: 'How long it takes.',
  doing: 'We copy the data to another disk.',
  can: 'Use the web page.',
}
type More = { phase?: Phase; holding?: boolean; next?: string | null; locale?: string; before?: Told[]; facts?: Partial<Facts>; house?: Partial<HouseStyle> }
const found = (parts: object, { phase = 'identified', holding = false, next = '10:30', locale = 'en', before = [], facts = {}, house = {} }: More = {}) =>
  lint({
    draft: {
      phase,
      holding,
      parts: { title: 'Messages arrive late', ...parts },
      locale,
      nextUpdateAt: next ? new Date(`2030-01-01T${next}:00Z`) : null,
      now,
      zone: 'UTC',
    },
    before,
    facts: { kind: 'service-outage', ...facts },
    house: HouseStyle.parse(house),
  })
const rules = (parts: object, more: More = {}) => [...new Set(found({ ...whole, ...parts }, more).map(({ rule }) => rule))]
const told = (parts: object): Told => ({ phase: 'investigating', parts: { ...whole, ...parts }, publishedAt: new Date('2030-01-01T09:30:00Z') })

describe('The linter', () => {
  test('has nothing to say against a plain and whole update', () => expect(found(whole)).toEqual([]))
  test('gives each finding its rule, its place and what to do', () => {
    const text = 'Rest assured, we look into it.'
    const [finding] = found({ ...whole, doing: text }).filter(({ rule }) => rule === 'false-reassurance')
    expect(finding).toMatchObject({ part: 'doing', from: 0, to: 12, severity: 'warning', sentence: expect.stringContaining('“Rest assured”') })
  })
  test('puts what blocks first', () => expect(found({ ...whole, doing: '{{name}} leverages latency!' })[0]?.severity).toBe('error'))
})

describe('What is missing', () => {
  test('is named, part by part', () =>
    expect(
      found({})
        .filter(({ rule }) => rule === 'missing-part')
        .map(({ part }) => part),
    ).toEqual(['happened', 'affected', 'known', 'unknown', 'doing', 'can']))
  test('is little in a holding update', () =>
    expect(found({ affected: 'The east.', doing: 'We look.' }, { holding: true }).map(({ rule }) => rule)).not.toContain('missing-part'))
  test('a way around is something that customers can do', () =>
    expect(found({ ...whole, can: '', workaround: 'Use the web page.' }).map(({ rule }) => rule)).not.toContain('missing-part'))
  test('the final update answers four questions', () =>
    expect(
      found({ happened: 'x' }, { phase: 'resolved', next: null })
        .filter(({ rule }) => rule === 'missing-part')
        .map(({ part }) => part),
    ).toEqual(['why', 'doing', 'prevention']))
  test('so is a promise of the next update', () => expect(rules({}, { next: null })).toContain('missing-promise'))
  test.each(['{{services}}', '[insert time]', 'TODO', 'XXX minutes'])('and “%s” blocks', (text) =>
    expect(found({ ...whole, doing: text })[0]).toMatchObject({ rule: 'placeholder', severity: 'error' }),
  )
})

describe('Promises and estimates', () => {
  test('a promise in the text that is not the clock’s blocks; the same one does not', () => {
    expect(rules({ doing: 'We copy the data. Next update by 11:00 UTC.' })).toContain('promise-differs')
    expect(rules({ doing: 'We copy the data. Next update by 10:30 UTC.' })).not.toContain('promise-differs')
  })
  test('one that no clock watches is pointed out', () =>
    expect(found({ ...whole, doing: 'Next update by 11:00 UTC.' }, { next: null }).find(({ rule }) => rule === 'promise-differs')?.severity).toBe('warning'))
  test('a next update in the past blocks', () => expect(rules({}, { next: '09:59' })).toContain('promise-past'))
  test('an estimate that is past blocks, one to come does not', () => {
    expect(rules({ estimate: 'Between 08:00 and 09:30 UTC.' })).toContain('estimate-past')
    expect(rules({ estimate: 'Between 12:00 and 14:00 UTC.' })).not.toContain('estimate-past')
    expect(rules({ estimate: 'About two hours.' })).not.toContain('estimate-past')
  })
  test('an estimate to the minute is better a range', () => expect(rules({ estimate: 'It works again at 12:05 UTC.' })).toContain('estimate-sharp'))
})

describe('What is said against what is known', () => {
  test('all customers, where few are hurt', () => {
    expect(rules({ affected: 'All customers.' }, { facts: { share: 0.12 } })).toContain('says-everybody')
    expect(rules({ affected: 'Not all customers.' }, { facts: { share: 0.12 } })).not.toContain('says-everybody')
    expect(rules({ affected: 'All customers.' }, { facts: { share: 0.97 } })).not.toContain('says-everybody')
    expect(rules({ doing: 'We write to all customers.' }, { facts: { share: 0.12 } })).not.toContain('says-everybody')
  })
  test('few, where many are; nobody, where some are', () => {
    expect(rules({ affected: 'A small number of customers.' }, { facts: { share: 0.6 } })).toContain('says-few')
    expect(rules({ affected: 'No customers are affected.' }, { facts: { share: 0.01 } })).toContain('says-nobody')
  })
  test('a service that is not in the scope, unless it is said to work', () => {
    const facts = { services: ['Mail'], otherServices: ['Billing'] }
    expect(rules({ affected: 'Mail and Billing in the east.' }, { facts })).toContain('other-service')
    expect(rules({ affected: 'Mail in the east. Billing is not affected.' }, { facts })).not.toContain('other-service')
  })
  test('that it is over, before it is', () => {
    expect(rules({ doing: 'The problem is resolved.' })).toContain('says-over')
    expect(rules({ doing: 'We write as soon as it is resolved.' })).not.toContain('says-over')
    expect(found({ ...whole, why: 'x', prevention: 'x' }, { phase: 'resolved', next: null, facts: { criteriaMet: false } }).map(({ rule }) => rule)).toContain(
      'says-over',
    )
  })
})

describe('Words that cost trust', () => {
  test.each([
    ['false-reassurance', 'No need to worry, your data is safe.'],
    ['blame', 'It was caused by human error.'],
    ['blame', 'Our supplier is to blame.'],
    ['personal-promise', 'I personally will see to it.'],
    ['hedge', 'Some users may see errors.'],
    ['jargon', 'We see elevated error rates.'],
    ['shouting', 'It works again!'],
    ['empty-apology', 'We apologize for any inconvenience this may have caused.'],
  ])('%s: %s', (rule, text) => expect(rules({ doing: text })).toContain(rule))
  test('jargon comes with the plain word', () =>
    expect(found({ ...whole, doing: 'We work on the latency.' }).find(({ rule }) => rule === 'jargon')?.fix).toBe('delay'))
  test('softening words block in a recall, and only there', () => {
    expect(found({ ...whole, doing: 'We recall it as a precaution.' }, { facts: { kind: 'product-recall' } })[0]).toMatchObject({
      rule: 'softening',
      severity: 'error',
    })
    expect(rules({ doing: 'We restart it as a precaution.' })).not.toContain('softening')
  })
  test('what the house never writes blocks, as a whole word, in whatever case', () => {
    expect(rules({ doing: 'We Sync Up (soon).' }, { house: { banned: ['sync up (soon)'] } })).toContain('banned-word')
    expect(rules({ doing: 'Resynchronise.' }, { house: { banned: ['sync'] } })).not.toContain('banned-word')
  })
  test('an English word in a German text is none of ours', () => expect(rules({ doing: 'Wir prüfen die Latency.' }, { locale: 'de' })).not.toContain('jargon'))
})

describe('Apologies', () => {
  test('once is fine, a second time in the same update or in a later one is not', () => {
    expect(rules({ happened: 'We are sorry that you cannot send messages.' })).not.toContain('apology')
    expect(rules({ happened: 'We are sorry that you cannot send.', doing: 'We apologise and copy the data.' })).toContain('apology')
    expect(rules({ doing: 'We are very sorry.' }, { before: [told({ happened: 'We are sorry that it fails.' })] })).toContain('apology')
  })
  test('where the house does not apologise, none is', () => expect(rules({ doing: 'We apologise.' }, { house: { apology: 'never' } })).toContain('apology'))
  test('where it is free, any is', () =>
    expect(rules({ happened: 'We are sorry.', doing: 'We apologise.' }, { house: { apology: 'free' } })).not.toContain('apology'))
})

describe('Repeats', () => {
  test('the same words again are pointed out, with when they were said', () =>
    expect(found(whole, { before: [told({})] }).find(({ rule }) => rule === 'repeat')?.sentence).toContain('09:30'))
  test('a new word here and there is still the same', () =>
    expect(rules({ doing: 'We copy all the data to another disk.' }, { before: [told({})] })).toContain('repeat'))
  test('progress is none', () =>
    expect(
      rules(
        { known: 'The disk is replaced; half of the data is back.', doing: 'We check each mailbox now.', unknown: 'Whether anything is lost.' },
        { before: [told({})] },
      ),
    ).not.toContain('repeat'))
  test('a holding update that says since when there is nothing new, and when it is looked at again, is honest however alike; without new times it is not', () => {
    const held = (since: string, next: string) => ({ known: `There is nothing new since ${since} UTC.`, doing: `We look again by ${next} UTC.` })
    const before = [told(held('09:00', '09:30'))]
    expect(rules(held('09:30', '10:00'), { before, holding: true })).not.toContain('repeat')
    expect(rules(held('09:00', '09:30'), { before, holding: true })).toContain('repeat')
  })
  test('likeness is between nothing in common and all', () => {
    expect(likeness('we look into it', 'we look into it')).toBe(1)
    expect(likeness('we look into it', 'something else entirely')).toBe(0)
  })
})

describe('Plain language', () => {
  const hard =
    'Notwithstanding aforementioned circumstances, organizational representatives anticipate comprehensive infrastructural rehabilitation subsequent to completion of investigative procedures concerning configuration irregularities affecting interconnected availability zones in several geographical locations.'
  test('a text for graduates is pointed out', () => {
    expect(gradeOf(hard)).toBeGreaterThan(16)
    expect(rules({ doing: hard })).toContain('grade')
    expect(
      gradeOf('We cannot send mail now. A disk broke. We put in a new one. It will take two hours. You can use the web page. We write again at ten.'),
    ).toBeLessThan(4)
  })
  test('of a few words no grade is told', () => expect(gradeOf('We look into it.')).toBeUndefined())
  test('a sentence of more than thirty words is two', () => expect(rules({ doing: `${'We copy the data and '.repeat(8)}stop.` })).toContain('long-sentence'))
  test('a passive hides who does it, where there are several', () =>
    expect(rules({ doing: 'The disk was replaced. The data was copied. The mail was sent.' })).toContain('passive'))
  test('a simpler word is offered', () =>
    expect(found({ ...whole, doing: 'We utilize another disk.' }).find(({ rule }) => rule === 'simpler')?.fix).toBe('use'))
})

describe('Whatever is written', () => {
  test.each([
    '\0\u202e<script>',
    'a'.repeat(4_000),
    '!'.repeat(2_000),
    '9:99 '.repeat(800),
    '{{'.repeat(900),
    `${'we are sorry '.repeat(300)}`,
    '\ud800',
    'by within in at '.repeat(250),
  ])('is read in a moment (%#)', (text) => {
    const began = performance.now()
    expect(Array.isArray(found({ ...whole, happened: text, estimate: text.slice(0, 500), doing: text }))).toBe(true)
    // Not a figure: only that nothing runs away.
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('What others read of the same', () => {
  const german = (parts: object): Facts['elsewhere'] => [
    { where: 'The text in German', translation: true, phase: 'identified', parts: { title: 'Nachrichten kommen spät an', ...parts } },
  ]
  const others = (parts: object, phase: Phase = 'identified'): Facts['elsewhere'] => [
    { where: 'The last word to executives', translation: false, phase, parts: { title: 'Messages late', ...parts } },
  ]
  const said = (parts: object, elsewhere: Facts['elsewhere']) =>
    found({ title: 'Messages arrive late', ...parts }, { facts: { ...(elsewhere ? { elsewhere } : {}) } }).filter(({ rule }) => /differs/.test(rule))
  test.each([
    ['About 12 % of you, 1,500 accounts.', 'Etwa 12% von Ihnen, 1.500 Konten.'],
    ['Between 2:30 pm and 16:00.', 'Zwischen 14:30 und 16:00 Uhr.'],
    ['Between 14:30 and 16:00.', 'Entre 14h30 et 16h00.'],
    ['In 3 regions.', 'In drei Regionen.'],
    ['12.5 % of you', '12,5 % von Ihnen'],
    ['On May 4 since 09:00.', 'Seit dem 4. Mai, 9:00 Uhr.'],
  ])('“%s” and “%s” are the same', (affected, theirs) => expect(said({ affected }, german({ affected: theirs }))).toEqual([]))
  test('two figures that differ are named, with their place', () => {
    const [finding] = said({ affected: 'About 12 % of you.' }, german({ affected: 'Etwa 15 % von Ihnen.' }))
    expect(finding).toMatchObject({ rule: 'translation-differs', severity: 'warning', part: 'affected', from: 6, to: 10 })
    expect(finding?.sentence).toBe('Here it says 12 %; the text in German says 15 %. Let both say the same.')
  })
  test('so are two times', () => expect(said({ estimate: 'By 15:30.' }, german({ estimate: 'Bis 14:30 Uhr.' }))).toHaveLength(1))
  test('what a translation leaves out is named', () =>
    expect(said({ must: 'Change your password.' }, german({}))).toEqual([
      expect.objectContaining({ part: 'must', sentence: expect.stringContaining('leaves out') }),
    ]))
  test('others may be told less', () => expect(said({ affected: '12 % of you.', must: 'Wait.' }, others({}))).toEqual([]))
  test('but not another share or time', () => {
    expect(said({ affected: '12 % of you.' }, others({ affected: '20 % of the customers, 31 places.' }))).toHaveLength(1)
    expect(said({ estimate: 'Between 15:00 and 17:00.' }, others({ estimate: 'By 14:00.' }))).toHaveLength(1)
    expect(said({ affected: '400 of you.' }, others({ affected: '5 regions.' }))).toEqual([])
  })
  test('nor that it is over', () => {
    expect(said({}, others({}, 'resolved')).map(({ sentence }) => sentence)).toEqual([
      'The last word to executives says that it is over; this says that it goes on. Put one of them right.',
    ])
    expect(said({}, others({}, 'identified'))).toEqual([])
  })
})
