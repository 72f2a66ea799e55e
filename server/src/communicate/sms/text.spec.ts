import { segments } from '@leeward/sms'
import { describe, expect, test } from 'vitest'
import type { MailUpdate, Recipient } from '../deliveries/mail.ts'
import { textOf } from './text.ts'

describe('An update as a text', () => {
  test('says who, what, what to do, when we write again, where the rest is, and how one leaves', () =>
    expect(textOf(update(), person(), links, true, false)).toBe(
      'Acme: Mail is down. Investigating. Do not send twice. We write again by January 1 at 09:30 UTC. https://status.acme.example/acme/ Reply STOP to end.',
    ))
  test('stays within two segments, the link whole, whatever people wrote', () => {
    const text = textOf(update({ title: 'Ungewöhnlich 🔥 '.repeat(9), must: 'x'.repeat(2_000) }), person(), links, true, false)
    expect(segments(text).segments).toBeLessThanOrEqual(2)
    expect(text).toContain('https://status.acme.example/acme/')
  })
  test('has the link that ends it where its sender is a name, which cannot be answered', () => {
    const leave = 'https://status.acme.example/subscriptions/AbCdEfGhIjKl'
    const text = textOf(update({ title: 'Mail is down '.repeat(30) }), person(), { ...links, unsubscribe: leave }, false, false)
    expect(text).toMatch(/https:\/\/status\.acme\.example\/acme\/ Unsubscribe: https:\/\/status\.acme\.example\/subscriptions\/AbCdEfGhIjKl$/)
    expect(segments(text).segments).toBeLessThanOrEqual(2)
  })
  test('names an exercise first', () => expect(textOf(update(), person(), links, false, true)).toMatch(/^\[Exercise\] Acme/))
  test('is in the language of its reader', () => expect(textOf(update(), { ...person(), locale: 'de' }, links, true, false)).toContain('Wir untersuchen.'))
  test('asks whether it works again, by the link alone: who presses it decides on the page', () =>
    expect(textOf({ ...update(), class: 'sign-off-request' }, person(), links, false, false)).toBe(
      'Acme: Does it work for you again? Mail is down. https://status.acme.example/sign-off/AbCdEfGhIjKlk3f',
    ))
  test('of the final update asks whoever is asked by link, beside the page, whole in every language', () => {
    const final: MailUpdate = { ...update({ title: 'Mail works again', must: '' }), phase: 'resolved', nextUpdateAt: null }
    expect(textOf(final, { ...person(), asked: true }, links, true, false)).toBe(
      'Acme: Mail works again. Resolved. Does it work for you again? https://status.acme.example/sign-off/AbCdEfGhIjKlk3f https://status.acme.example/acme/ Reply STOP to end.',
    )
    expect(textOf(final, person(), links, true, false)).not.toContain('sign-off')
    for (const locale of ['de', 'fr', 'es', 'pt', 'ja']) {
      const text = textOf(
        { ...final, parts: { ...final.parts, title: 'Ungewöhnlich 🔥 '.repeat(30) } },
        { ...person(), asked: true, locale },
        links,
        true,
        false,
      )
      expect(text, locale).toContain(`${links.works} ${links.statusPage}`)
      expect(segments(text).segments, locale).toBeLessThanOrEqual(3)
    }
  })
  test('says what is given', () =>
    expect(
      textOf(
        { ...update(), class: 'remedy-notice' },
        { ...person(), remedies: [{ remedy: 'credit', sentence: '', amountMinor: 1_200, currency: 'EUR' }] },
        links,
        false,
        false,
      ),
    ).toContain('€12.00 as a credit on your next invoice.'))
})

const links = { statusPage: 'https://status.acme.example/acme/', works: 'https://status.acme.example/sign-off/AbCdEfGhIjKlk3f' }
const update = (parts: Partial<MailUpdate['parts']> = {}): MailUpdate => ({
  ...{ id: 'u', class: 'update', crisisNumber: 'C-1', crisisId: 'c', sequence: 1, phase: 'investigating', lastTitle: null },
  parts: { title: 'Mail is down', must: 'Do not send twice', ...parts },
  nextUpdateAt: new Date('2030-01-01T09:30:00Z'),
  brand: { slug: 'acme', name: 'Acme', sender: 'a@acme.example', senderName: 'Acme' },
})
const person = (): Recipient => ({ deliveryId: 1, address: '+4930123456', name: 'Ada', account: 'Hospital', locale: 'en', timeZone: 'Etc/UTC' })
