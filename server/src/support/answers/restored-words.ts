// How those who wrote hear that it works again where no update has said so yet: only what the commander has said, and what to do if it is not so for them.
import { nearest } from '../../communicate/frame/strings.ts'

type Words = { named: string; bare: string; answer: string }
const words: Record<string, Words> = {
  en: {
    named: 'Your message was about this: “{title}”. It works again.',
    bare: 'What you wrote to us about works again.',
    answer: 'If it does not work for you, answer here: a person reads it.',
  },
  de: {
    named: 'Ihre Nachricht betraf: „{title}“. Es funktioniert wieder.',
    bare: 'Was Sie uns gemeldet haben, funktioniert wieder.',
    answer: 'Funktioniert es bei Ihnen noch nicht, antworten Sie hier: Ein Mensch liest es.',
  },
  fr: {
    named: 'Votre message concernait : « {title} ». Cela fonctionne de nouveau.',
    bare: 'Ce dont vous nous avez parlé fonctionne de nouveau.',
    answer: 'Si cela ne fonctionne pas chez vous, répondez ici : une personne vous lit.',
  },
  es: {
    named: 'Su mensaje se refería a: «{title}». Ya vuelve a funcionar.',
    bare: 'Aquello por lo que nos escribió vuelve a funcionar.',
    answer: 'Si a usted no le funciona, responda aquí: lo lee una persona.',
  },
  pt: {
    named: 'Sua mensagem era sobre: “{title}”. Já voltou a funcionar.',
    bare: 'O motivo da sua mensagem voltou a funcionar.',
    answer: 'Se ainda não funciona para você, responda aqui: uma pessoa lê.',
  },
  ja: {
    named: 'お問い合わせは「{title}」に関するものでした。現在は正常にご利用いただけます。',
    bare: 'お問い合わせの件は、現在正常に利用できる状態に戻りました。',
    answer: 'まだご利用になれない場合は、このままご返信ください。担当者が確認いたします。',
  },
}

/** @param titles what it was called in the last update, by language; nobody reads a title of another language */
export const restoredWords = (titles: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).map(([language, { named, bare, answer }]) => {
      // Braces are for variables.
      const title = nearest(titles, language)?.replace(/[{}]/g, '').trim()
      return [language, `${title ? named.replace('{title}', () => title) : bare}\n\n${answer}`]
    }),
  )
