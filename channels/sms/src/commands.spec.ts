import { describe, expect, test } from 'vitest'
import { commandOf } from './commands.ts'

describe('What somebody asks for in one word', () => {
  test.each([
    'STOP',
    'stop',
    ' Stop! ',
    '"stop".',
    'STOPALL',
    'stop all',
    'Opt-Out',
    'Unsubscribe',
    'cancel',
    'End',
    'QUIT',
    'revoke',
    'ARRÊT',
    'arret',
    'Stopp',
    'abmelden',
    'Ｓｔｏｐ',
  ])('“%s” is to be left alone', (text) => expect(commandOf(text)).toBe('stop'))
  test.each(['START', 'yes', 'Unstop.'])('“%s” is to hear again', (text) => expect(commandOf(text)).toBe('start'))
  test.each(['HELP', 'info?', 'Hilfe', 'aide'])('“%s” is a question', (text) => expect(commandOf(text)).toBe('help'))
  test.each(['Please stop the water', 'stop it', 'the end', 'yes please', '', '!!!', '🛑', 'S T O P E R', `stop${' '.repeat(5_000)}`])(
    '“%.20s” is for a person to read',
    (text) => expect(commandOf(text)).toBeUndefined(),
  )
})
