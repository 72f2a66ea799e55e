import { describe, expect, test } from 'vitest'
import { asSent, fresh, kinds, setUpLines } from './sources.ts'

describe('Sources as they are typed', () => {
  test('a secret that is left empty stays; taken away it goes, and so it does where the sender never signs', () => {
    const given = fresh('north')
    expect(asSent({ ...given, kind: 'grafana' })).not.toHaveProperty('secret')
    expect(asSent({ ...given, kind: 'grafana', away: true })).toMatchObject({ secret: null })
    expect(asSent({ ...given, kind: 'grafana', secret: ' s ' })).toMatchObject({ secret: 's' })
    expect(asSent({ ...given, kind: 'signals', secret: 's' })).toMatchObject({ secret: null })
  })
  test('what is pasted holds the key, and never the word that stands for it', () => {
    for (const kind of kinds) {
      const lines = setUpLines(kind, 'https://leeward.example/api/signals/hooks/KEY', 'abc123')
      expect(lines).toContain('abc123')
      expect(lines).not.toContain('KEY')
    }
  })
})
