import { describe, expect, test } from 'vitest'
import { outcomeOf } from './email.ts'

describe('What an SMTP answer means', () => {
  test('a refused recipient is a bounce', () => expect(outcomeOf(smtp(550, 'RCPT TO', 'EENVELOPE')).state).toBe('bounced'))
  test('a greylisting server is asked again later', () => expect(outcomeOf(smtp(450, 'RCPT TO', 'EENVELOPE')).state).toBe('deferred'))
  test('a refused message is our failure', () => expect(outcomeOf(smtp(554, 'DATA', 'EMESSAGE')).state).toBe('failed'))
  test('a server out of reach is asked again later', () =>
    expect(outcomeOf(Object.assign(new Error('connect refused'), { code: 'ESOCKET' })).state).toBe('deferred'))
})

const smtp = (responseCode: number, command: string, code: string) =>
  Object.assign(new Error('no'), { responseCode, command, code, response: `${responseCode} no` })
