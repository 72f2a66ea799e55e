import { describe, expect, test } from 'vitest'
import { type Intent, meant } from './intents.ts'
import { readText } from './read.ts'

const meantBy = (text: string) =>
  readText(text)
    .intents.filter(({ probability }) => probability >= meant)
    .map(({ intent }) => intent)

const said: Record<Exclude<Intent, 'complaint' | 'vulnerable'>, string[]> = {
  refund: [
    'I want my money back, please',
    'Ich möchte mein Geld zurück',
    'Je demande le remboursement de ma commande',
    'Quiero que me devuelvan mi dinero',
    'Quero o meu dinheiro de volta',
    '返金をお願いします',
  ],
  cancel: [
    'Please cancel my subscription',
    'Hiermit kündige ich meinen Vertrag',
    'Je souhaite résilier mon abonnement',
    'Quiero dar de baja mi línea',
    'Quero cancelar a minha assinatura',
    'プランを解約したいです',
  ],
  legal: [
    'You will hear from my lawyer',
    'Dann sehen wir uns vor Gericht, mein Anwalt meldet sich',
    'Je vais saisir le tribunal',
    'Voy a poner una denuncia en consumo',
    'Vou abrir um processo no Procon',
    '弁護士に相談します',
  ],
  safety: [
    'The charger caught fire while my son slept beside it',
    'Das Gerät hat geraucht, es gab einen Stromschlag',
    'Le grille-pain a pris feu, de la fumée partout',
    'El aparato echó humo y me dio una descarga eléctrica',
    'O carregador pegou fogo e queimou a mesa',
    '充電器から煙が出て火傷しました',
  ],
  outage: [
    'Is your site down for anyone else?',
    'Habt ihr gerade eine Störung?',
    'Le service est en panne ou est-ce que chez moi ?',
    '¿Está caído el servicio?',
    'O sistema está fora do ar?',
    'サーバーが落ちていますか?',
  ],
}

describe('What a writer is after', () => {
  for (const [intent, texts] of Object.entries(said)) test.each(texts)(`${intent}: %s`, (text) => expect(meantBy(text)).toContain(intent))
  test('a complaint is heard in what went wrong, without the word', () =>
    expect(meantBy('Four weeks, five calls and the heating is still broken')).toContain('complaint'))
  test('a word of illness or loss is a hint that somebody may need more care', () =>
    expect(meantBy('My husband is on dialysis and the power has been off since noon')).toContain('vulnerable'))
  test('who does not want a refund does not ask for one', () => {
    expect(meantBy("I don't want a refund, I want the right shoes")).not.toContain('refund')
    expect(meantBy('Still no refund from you')).toContain('refund')
  })
  test('that the company cancelled is not that the customer wants to', () =>
    expect(meantBy('You cancelled our train and left us in the cold')).not.toContain('cancel'))
  test('words that only sound like danger or the law are none', () => {
    expect(meantBy('Sue from support was wonderful')).toEqual([])
    expect(meantBy('this app is fire')).not.toContain('safety')
  })
  test('thanks are none of it', () => expect(meantBy('Thank you, lovely service!')).toEqual([]))
  test('it says which words spoke for it', () =>
    expect(readText('Please refund me, I want my money back').intents[0]).toMatchObject({ intent: 'refund', words: ['want my money back', 'refund'] }))
})
