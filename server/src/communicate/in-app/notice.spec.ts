import { describe, expect, test } from 'vitest'
import { noticeStyle, widgetScript } from './in-app.script.ts'
import { noticeOf, noticePage } from './notice.ts'

const told = {
  id: 7,
  phase: 'identified' as const,
  nextUpdateAt: new Date('2030-01-01T10:00:00Z'),
  locale: 'de-AT',
  timeZone: 'Europe/Vienna',
  url: 'https://status.example/acme/incidents/C-1',
}

describe('A notice in the customer’s app', () => {
  test('says what to do and when we write again, in the reader’s language and time', () =>
    expect(noticeOf({ ...told, parts: { title: 'Mail is down', must: 'Save your work.' } })).toMatchObject({
      id: '7',
      must: 'Save your work.',
      can: null,
      language: 'de',
      next: expect.stringContaining('11:00'),
    }))
  test('a way around stands instead of what can be done, as the app shows it', () => {
    const page = noticePage(noticeOf({ ...told, parts: { title: 'Mail', can: 'Wait.', workaround: 'Use the phone.' } }))
    expect(page).toContain('<p>Use the phone.</p>')
    expect(page).not.toContain('Wait.')
  })
  test('text of others stays text', () => {
    const page = noticePage(noticeOf({ ...told, parts: { title: '<script>alert(1)</script>', must: '</template><img src=x onerror=alert(1)>' } }))
    expect(page).not.toMatch(/<script|<img/)
  })
  test('looks as in the app', () => {
    expect(widgetScript).toContain(noticeStyle)
    expect(noticePage(noticeOf({ ...told, parts: { title: 'x' } }))).toContain(noticeStyle)
  })
})
