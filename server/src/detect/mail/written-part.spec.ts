import { describe, expect, test } from 'vitest'
import { writtenPart } from './written-part.ts'

describe('What somebody wrote in a mail', () => {
  test('is all of it where nothing is quoted', () => expect(writtenPart('My parcel is lost.\r\n\r\nAnn')).toBe('My parcel is lost.\n\nAnn'))
  test.each([
    ['English', 'On Tue, 1 Jan 2030 at 09:00, Acme care <care@acme.example> wrote:'],
    ['English, broken over lines', 'On Tue, 1 Jan 2030 at 09:00, Acme care with a rather long name\n<care@acme.example> wrote:'],
    ['German', 'Am 01.01.2030 um 09:00 schrieb Acme <care@acme.example>:'],
    ['French', 'Le mar. 1 janv. 2030 à 09:00, Acme <care@acme.example> a écrit :'],
    ['Spanish', 'El mar, 1 ene 2030 a las 9:00, Acme (<care@acme.example>) escribió:'],
    ['Portuguese', 'Em ter., 1 de jan. de 2030 às 09:00, Acme <care@acme.example> escreveu:'],
    ['Japanese', '2030年1月1日(火) 9:00 Acme <care@acme.example>:'],
  ])('stands above what is answered, introduced in %s', (_, introduction) => {
    expect(writtenPart(`Still broken!\n\n${introduction}\n\n> We are sorry.\n> It works again.`)).toBe('Still broken!')
    // A program that shows the quoted mail without marks.
    expect(writtenPart(`Still broken!\n\n${introduction}\nWe are sorry.\nIt works again.`)).toBe('Still broken!')
  })
  test('may stand between and below quoted lines', () =>
    expect(writtenPart('On 1 Jan 2030, Acme wrote:\n> Does it work?\nNo.\n> And now?\nStill not.')).toBe('No.\nStill not.'))
  test('may stand below lines that are marked with a name', () => {
    expect(writtenPart('    Ann> Does it work?\n    Ann> And now?\n\nStill not.')).toBe('Still not.')
    expect(writtenPart('I pressed this:\nMenu> File\nand it broke.')).toBe('I pressed this:\nMenu> File\nand it broke.')
  })
  test.each([
    'From: Acme <care@acme.example>\nSent: Tuesday, 1 January 2030 09:00\nTo: Ann\nSubject: Your order',
    'Von: Acme\nGesendet: Dienstag, 1. Januar 2030\nAn: Ann\nBetreff: Bestellung',
    '-----Original Message-----\nFrom: Acme',
    '________________________________\nFrom: Acme',
    '---------- Forwarded message ---------\nFrom: Acme',
  ])('ends where another mail is carried along (%#)', (carried) =>
    expect(writtenPart(`I want my money back.\n\n${carried}\n\nDear Ann, …`)).toBe('I want my money back.'),
  )
  test('ends at the signature', () => {
    expect(writtenPart('It is down.\n-- \nAnn Example\nHead of Ops, +49 30 1234567')).toBe('It is down.')
    expect(writtenPart('Es geht nicht.\n\nVon meinem iPhone gesendet')).toBe('Es geht nicht.')
    expect(writtenPart('Broken.\nSent from my iPhone')).toBe('Broken.')
  })
  test.each([
    'On Monday I waited for 3 hours.\nNobody came:\nI want my money back.',
    'Am Montag schrieb ich Ihnen schon einmal.\nNichts geschah.',
    'Am 3. Mai schrieb ich Ihnen:\nDas Gerät ist kaputt.',
    'From: what I see, you owe me 20 euros.',
    'Sent from my old flat to the new one, the parcel was lost.',
    'De : quoi ?',
  ])('is not taken for another’s (%#)', (text) => expect(writtenPart(text)).toBe(text))
  test('is nothing where all is quoted', () => expect(writtenPart('> a\n> b')).toBe(''))
  test('a megabyte made to be slow is read at once', () => {
    const began = performance.now()
    for (const bad of [
      'On '.repeat(300_000),
      'On 1\n'.repeat(200_000),
      `From: ${'x'.repeat(1_000_000)}`,
      '-'.repeat(1_000_000),
      'On 1 schrieb '.repeat(80_000),
    ])
      writtenPart(bad)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
