import { describe, expect, test } from 'vitest'
import { asText, scriptOf, whyFirst } from './script.ts'

const parts = { title: 'Mail is down', happened: 'A disk failed.', must: 'Send nothing urgent by mail.' }
const said = { parts, phase: 'investigating', nextUpdateAt: new Date('2030-01-01T10:00:00Z') }
const shown = (at: Date) => at.toISOString().slice(11, 16)

describe('What an owner says on the phone', () => {
  test('is the update: what they must do first, then what happened, and when they hear again', () => {
    const text = asText(scriptOf(said as never, 'en', shown))
    expect(text.indexOf('Send nothing urgent')).toBeLessThan(text.indexOf('A disk failed.'))
    expect(text).toContain('10:00')
  })
  test('holds nothing that the update does not say', () => {
    const { title, lines } = scriptOf({ ...said, nextUpdateAt: null } as never, 'de', shown)
    expect([title, ...lines.map(({ text }) => text)].toSorted()).toEqual(Object.values(parts).toSorted())
  })
  test('promises no further word once it works again', () =>
    expect(asText(scriptOf({ ...said, phase: 'resolved' } as never, 'en', shown))).not.toContain('10:00'))
  test('vulnerable customers come first, and why is said', () =>
    expect(whyFirst({ vulnerability: 'regulated', tier: 'enterprise', score: 40, degree: 'down' })).toEqual(['vulnerable', 'high-risk', 'enterprise', 'down']))
  test('of whom nothing is known nothing is said', () =>
    expect(whyFirst({ vulnerability: null, tier: 'standard', score: null, degree: 'degraded' })).toEqual([]))
})
