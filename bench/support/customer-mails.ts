// Mails as customers write them in a flood: in six languages, plain or with HTML, with pictures and PDFs, quoted or not, some twice; and what machines send among them.
import { createHash } from 'node:crypto'
import { dice } from './dice.ts'

export type CustomerMail = {
  raw: Buffer
  /** null: nobody wrote it, it is in no conversation. */
  id: string | null
  from: string
  /** The Message-ID of the mail that began its conversation. */
  began: string
}
/** What a customer may answer: their own mail, or ours. */
export type Answerable = { from: string; began: string; messageId: string; subject: string; text: string; ours: boolean; language: number }

const words = [
  [
    'Since this morning I cannot send any messages.',
    'The page loads, but then nothing happens.',
    'We have a deadline on Friday and our whole team is waiting.',
    'Could you please tell me when this is working again?',
    'I have tried another browser and restarted everything.',
    'The invoice of last month shows the wrong amount.',
    'Thank you for looking into it.',
    'My order has not arrived and the tracking has not changed for days.',
  ],
  [
    'Seit heute Morgen kann ich keine Nachrichten mehr senden.',
    'Die Seite lädt, aber dann passiert nichts.',
    'Wir haben am Freitag eine Frist, und das ganze Team wartet.',
    'Können Sie mir bitte sagen, wann es wieder geht?',
    'Ich habe einen anderen Browser versucht und alles neu gestartet.',
    'Auf der Rechnung vom letzten Monat steht ein falscher Betrag.',
    'Vielen Dank für Ihre Mühe.',
    'Meine Bestellung ist noch nicht angekommen.',
  ],
  [
    'Depuis ce matin, je ne peux plus envoyer de messages.',
    'La page se charge, puis plus rien.',
    'Nous avons une échéance vendredi et toute l’équipe attend.',
    'Pouvez-vous me dire quand cela fonctionnera de nouveau ?',
    'J’ai essayé un autre navigateur.',
    'La facture du mois dernier est fausse.',
    'Merci de votre aide.',
    'Ma commande n’est pas arrivée.',
  ],
  [
    'Desde esta mañana no puedo enviar mensajes.',
    'La página se carga y después no pasa nada.',
    'Tenemos un plazo el viernes y todo el equipo espera.',
    '¿Pueden decirme cuándo funcionará de nuevo?',
    'He probado con otro navegador.',
    'La factura del mes pasado está mal.',
    'Gracias por su ayuda.',
    'Mi pedido no ha llegado.',
  ],
  [
    'Desde hoje de manhã não consigo enviar mensagens.',
    'A página carrega e depois não acontece nada.',
    'Temos um prazo na sexta-feira e toda a equipe está esperando.',
    'Podem me dizer quando volta a funcionar?',
    'Já tentei outro navegador.',
    'A fatura do mês passado está errada.',
    'Obrigado pela ajuda.',
    'Meu pedido não chegou.',
  ],
  [
    '今朝からメッセージを送信できません。',
    'ページは表示されますが、その後何も起こりません。',
    '金曜日が期限で、チーム全員が待っています。',
    'いつ復旧するか教えていただけますか。',
    '別のブラウザでも試しました。',
    '先月の請求書の金額が間違っています。',
    'よろしくお願いいたします。',
    '注文した商品が届きません。',
  ],
]
const subjects = [
  'Cannot send messages',
  'Nachrichten gehen nicht hinaus',
  'Impossible d’envoyer',
  'No puedo enviar',
  'Não consigo enviar',
  'メッセージが送信できません',
]

/** @param to where customers write; the same seed gives the same mails */
export function customerMails({ to, seed, bytes }: { to: string; seed: number; bytes: () => Buffer }) {
  const { next, pick, chance } = dice(seed)
  let numbered = 0
  const count = () => {
    numbered += 1
    return numbered
  }
  const textIn = (language: number) => {
    const sentences = words[language] as string[]
    const lines: string[] = []
    for (let left = 2 + Math.floor(next() ** 2 * 26); left > 0; left -= 4)
      lines.push(Array.from({ length: Math.min(4, left) }, () => pick(sentences)).join(' '))
    return `${lines.join('\n\n')}\n\n#${count()}`
  }
  const messageId = () => `<${createHash('sha1').update(`${seed}/${count()}`).digest('hex').slice(0, 24)}@mail.customer.example>`

  /** The beginning of a conversation. */
  function begins(from: string, name: string): CustomerMail & { answerable: Answerable } {
    const language = Math.floor(next() * words.length)
    const [id, text, subject] = [messageId(), textIn(language), `${subjects[language]} ${Math.floor(next() * 1e6)}`]
    return {
      raw: written({ from, name, subject, id, text }),
      id,
      from,
      began: id,
      answerable: { from, began: id, messageId: id, subject, text, ours: false, language },
    }
  }
  /** An answer in a thread; one in six by a program or gateway that loses the headers, and then by what it quotes and its subject. */
  function answers(to: Answerable, name: string): CustomerMail & { answerable: Answerable } {
    const [id, text] = [messageId(), textIn(to.language)]
    const subject = `${pick(['Re: ', 'RE: ', 'AW: ', 'Re: '])}${to.subject.replace(/^(re|aw): /i, '')}`
    const quoted = `\n\n${pick(['On Monday Care wrote:', 'Am Montag schrieb Care:'])}\n${to.text
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n')}`
    const lost = chance(1 / 6)
    return {
      ...{
        raw: written({ from: to.from, name, subject, id, text: text + quoted, ...(lost ? {} : { answers: to.messageId }) }),
        id,
        from: to.from,
        began: to.began,
      },
      answerable: { ...to, messageId: id, text, subject, ours: false },
    }
  }
  /** What a machine sends: away, a list, a report of a mail server. */
  function machine(from: string): CustomerMail {
    const kind = pick(['Auto-Submitted: auto-replied', 'List-Unsubscribe: <https://list.example/off>', 'Precedence: bulk'])
    return { raw: written({ from, name: 'Away', subject: 'Out of office', id: messageId(), text: textIn(0), headers: [kind] }), id: null, from, began: '' }
  }

  type Given = { from: string; name: string; subject: string; id: string; text: string; answers?: string; headers?: string[] }
  function written({ from, name, subject, id, text, answers: answered, headers = [] }: Given): Buffer {
    const head = [
      `Received: from mx${Math.floor(next() * 90)}.customer.example (mx.customer.example [192.0.2.${Math.floor(next() * 250)}]) by mx.house.example with ESMTPS id ${id.slice(1, 12)}`,
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=customer.example; s=s1; h=from:to:subject:date; bh=${'A'.repeat(44)}; b=${'b'.repeat(340)}`,
      `From: ${inWords(name)} <${from}>`,
      `To: ${to}`,
      `Subject: ${inWords(subject)}`,
      `Message-ID: ${id}`,
      `Date: ${new Date(1_900_000_000_000 + numbered * 1_000).toUTCString()}`,
      ...(answered ? [`In-Reply-To: ${answered}`, `References: ${answered}`] : []),
      ...headers,
      'MIME-Version: 1.0',
    ]
    const plain = part('text/plain; charset=utf-8', text)
    const body = chance(0.6) ? multi('alternative', [plain, part('text/html; charset=utf-8', asHtml(text))]) : plain
    const whole = chance(0.06) ? multi('mixed', [body, ...Array.from({ length: 1 + Math.floor(next() * 2) }, attached)]) : body
    return Buffer.from([...head, whole].join('\r\n'))
  }
  const multi = (kind: string, parts: string[]) => {
    const boundary = `=_${Math.floor(next() * 1e12).toString(36)}`
    return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('')}--${boundary}--\r\n`
  }
  /** A photograph or a PDF, as many bytes as those have that people send. */
  const attached = () => {
    const [name, type, magic] = pick([
      ['screen.png', 'image/png', '89504e470d0a1a0a'],
      ['photo.jpg', 'image/jpeg', 'ffd8ffe000104a4649460001'],
      ['invoice.pdf', 'application/pdf', '255044462d312e370a'],
    ] as const)
    const content = Buffer.concat([Buffer.from(magic, 'hex'), bytes().subarray(0, 20_000 + Math.floor(next() ** 2 * 280_000))])
    return `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64').replace(/.{76}/g, '$&\r\n')}`
  }
  return { begins, answers, machine }
}

const part = (type: string, text: string) =>
  `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')}`
const inWords = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`)
/** As the usual programs write it: a style for every paragraph. */
const asHtml = (text: string) =>
  `<html><head><meta charset="utf-8"><style>p{margin:0 0 12px}.sig{color:#888}</style></head><body style="font-family:Calibri,Arial,sans-serif;font-size:11pt">${text
    .split('\n\n')
    .map(
      (paragraph) =>
        `<p class="MsoNormal" style="margin:0cm 0cm 8pt;line-height:107%"><span lang="EN-US" style="font-size:11.0pt">${paragraph.replaceAll('>', '&gt;').replaceAll('\n', '<br>')}</span></p>`,
    )
    .join('')}<div class="sig">--<br>Sent from my phone</div><img src="https://tracker.example/p.gif?${text.length}" width="1" height="1"></body></html>`
