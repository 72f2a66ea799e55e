import { describe, expect, test } from 'vitest'
import { factsOfText } from './facts-of-text.ts'
import { saysStillBroken } from './still-broken.ts'

const says = (text: string) => saysStillBroken({ ...factsOfText('', text), text })

describe('Somebody who was told that it works again', () => {
  test.each([
    'Still broken here.',
    'It is not working for us, sorry',
    'Geht immer noch nicht.',
    'Ça ne marche toujours pas',
    'Sigue sin funcionar',
    'Ainda não funciona',
    'まだ直っていません',
    'Thanks, but uploads still fail with the same error',
  ])('says that it does not: %s', (text) => expect(says(text)).toBe(true))
  test.each(['Thank you, all good now!', 'Danke, läuft wieder.', 'Merci beaucoup, tout fonctionne.', 'Great, thanks'])(
    'says that it does, or thanks: %s',
    (text) => expect(says(text)).toBe(false),
  )
})
