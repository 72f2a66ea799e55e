import { describe, expect, test } from 'vitest'
import { confidenceOf, type Evidence, homeOf, type Known, looksLike, type Open, severityOf, titleOf } from './evidence.ts'

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const some = (more: Partial<Known> = {}): Known => ({
  kind: 'alert',
  key: 'CheckoutErrors',
  weight: 0.6,
  size: 1,
  sentence: 'It fires.',
  title: 'Checkout fails',
  topic: 'Checkout fails',
  service: null,
  region: null,
  at: at('09:00'),
  over: false,
  ...more,
})

describe('How sure a suspicion is', () => {
  test('what one says is what is known', () => expect(confidenceOf([some({ weight: 0.6 })])).toBe(0.6))
  test('a second monitor of the same fault adds half of what it says', () =>
    expect(confidenceOf([some({ weight: 0.6 }), some({ key: 'b', weight: 0.6 })])).toBe(0.72))
  test('a customer who says the same adds all of it', () =>
    expect(confidenceOf([some({ weight: 0.6 }), some({ kind: 'conversations', weight: 0.6 })])).toBe(0.84))
  test('what is over says nothing any more', () => expect(confidenceOf([some({ over: true })])).toBe(0))
  test('nothing is ever certain', () => expect(confidenceOf(Array.from({ length: 9 }, (_, i) => some({ key: `${i}`, weight: 1 })))).toBe(0.99))
})

describe('What a suspicion looks like', () => {
  test.each([
    [[some({ weight: 0.8 })], 'service-outage'],
    [[some({ weight: 0.4 })], 'degraded-performance'],
    [[some({ kind: 'silence', weight: 0.5 })], 'service-outage'],
    [[some({ kind: 'payments' })], 'billing-failure'],
    [[some({ kind: 'payments' }), some()], 'service-outage'],
    [[some({ kind: 'orders' })], 'shipping-delay'],
    [[some({ kind: 'complaints' })], 'complaint-surge'],
    [[some(), some({ kind: 'supplier' })], 'third-party-failure'],
  ] as const)('case %#', (evidence, kind) => expect(looksLike(evidence)).toBe(kind))
  test('it is gravest where it is sure, and two who know nothing of each other say it', () => {
    expect(severityOf([some({ weight: 0.8 }), some({ kind: 'conversations', weight: 0.6 })])).toBe(1)
    expect(severityOf([some({ weight: 0.8 })])).toBe(2)
    expect(severityOf([some({ weight: 0.6 })])).toBe(3)
    expect(severityOf([some({ weight: 0.35 })])).toBe(4)
  })
  test('it is called what the strongest calls it', () =>
    expect(titleOf([some({ title: 'Weak', weight: 0.3 }), some({ title: 'Late', at: at('09:05') }), some({ title: 'First' })])).toBe('First'))
})

describe('What belongs together', () => {
  const open = (id: string, more: Partial<Open> = {}): Open => ({ id, services: [], keys: [], lastAt: at('09:00'), topics: ['Checkout fails'], ...more })
  const home = (evidence: Partial<Evidence>, ...all: Open[]) => homeOf(some(evidence), all)
  test('the same again', () => expect(home({ at: at('15:00') }, open('a', { keys: ['alert/CheckoutErrors'] }))).toBe('a'))
  test('the same service within three quarters of an hour', () => {
    expect(home({ service: 'pay', topic: 'Slow', at: at('09:40') }, open('a', { services: ['pay'] }))).toBe('a')
    expect(home({ service: 'pay', topic: 'Slow', at: at('09:50') }, open('a', { services: ['pay'] }))).toBeUndefined()
  })
  test('another service is another trouble, whatever it is called', () => expect(home({ service: 'mail' }, open('a', { services: ['pay'] }))).toBeUndefined())
  test('where one names no service, the same words', () => {
    expect(home({ topic: 'Customers say that checkout fails' }, open('a', { services: ['pay'] }))).toBe('a')
    expect(home({ topic: 'Parcels are late' }, open('a', { services: ['pay'] }))).toBeUndefined()
  })
  test('a name that is written as one word is several', () => expect(home({ topic: 'CheckoutErrorRate' }, open('a', { services: ['pay'] }))).toBe('a'))
  test('words that every alert has are no topic', () =>
    expect(home({ topic: 'High error rate' }, open('a', { topics: ['High latency alert firing'] }))).toBeUndefined())
  test('the latest of several', () =>
    expect(home({ service: 'pay', at: at('09:30') }, open('a', { services: ['pay'] }), open('b', { services: ['pay'], lastAt: at('09:20') }))).toBe('b'))
})
