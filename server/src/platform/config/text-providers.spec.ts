import { describe, expect, test } from 'vitest'
import { textProviders, wrongTextProviders } from './text-providers.ts'

describe('Who carries texts', () => {
  test('is named by host, the preferred first, each with its own rate', () => {
    const found = textProviders('twilio://AC1:t@api.twilio.com?from=%2B15550100&rate=10 text+https://:tok@gateway.example/messages')
    expect(found.map(({ name, kind, perSecond }) => [name, kind, perSecond])).toEqual([
      ['api.twilio.com', 'twilio', 10],
      ['gateway.example', 'http', 1],
    ])
    expect(textProviders('')).toEqual([])
  })
  test.each([
    ['smtp://x', 'twilio://'],
    ['twilio://api.twilio.com?from=1', 'key:secret'],
    ['vonage://k:s@rest.nexmo.com', 'from='],
    ['text+https://g.example/?rate=0', 'rate'],
  ])('%s is refused', (url, word) => expect(wrongTextProviders(url)).toContain(word))
})
