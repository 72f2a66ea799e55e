// What Tidewater's customers read in its help. It is made up, like everything about Tidewater.

type Words = { title: string; body: string }
/** By language. `helped` and `not`: what readers said of it; `views`: how often it was opened in the last days. */
export type DemoArticle = {
  services: string[]
  tags: string[]
  open?: boolean
  draft?: boolean
  texts: Record<string, Words>
  helped: number
  not: number
  views: number
  said?: string
}

export const demoArticles: DemoArticle[] = [
  {
    services: ['live-video'],
    tags: ['quality'],
    ...{ helped: 41, not: 6, views: 812 },
    texts: {
      en: {
        title: 'My live video stutters or stops',
        body: `A stream needs a steady **4 Mbit/s up** for 1080p. Most stutter is between your camera and us.

## Find out where

1. Open *Health* below your stream. A red **Upload** means that the way to us is too slow.
2. A green **Upload** with a red **Viewers** means that we are at fault. Look at the status page: it says what we know.

## What helps at once

| where | what |
|---|---|
| Wi-Fi | take a cable, or stand nearer |
| Encoder | set the keyframe interval to 2 seconds |
| Resolution | 720p needs half of it |

The error \`TW-204\` means that the encoder sent nothing for ten seconds.`,
      },
      de: {
        title: 'Mein Live-Video ruckelt oder bricht ab',
        body: `Ein Stream braucht **4 Mbit/s im Upload**, gleichmäßig, für 1080p. Meist ruckelt es zwischen Ihrer Kamera und uns.

## Wo liegt es?

1. Öffnen Sie *Zustand* unter Ihrem Stream. Ein roter **Upload** heißt: Der Weg zu uns ist zu langsam.
2. Ein grüner **Upload** und rote **Zuschauer** heißt: Es liegt an uns. Die Statusseite sagt, was wir wissen.

## Was sofort hilft

- ein Kabel statt WLAN
- Keyframes alle 2 Sekunden
- 720p statt 1080p

Der Fehler \`TW-204\` heißt, dass der Encoder zehn Sekunden lang nichts gesendet hat.`,
      },
      ja: {
        title: 'ライブ配信の映像が途切れるとき',
        body: `1080p の配信には、安定した **上り 4 Mbit/s** が必要です。途切れの多くは、カメラから当社までの間で起こります。

## 原因の見つけ方

1. 配信の下にある「状態」を開きます。**アップロード** が赤い場合は、回線の速度が足りていません。
2. **アップロード** が緑で **視聴者** が赤い場合は、当社側の問題です。ステータスページをご確認ください。

エラー \`TW-204\` は、エンコーダーから 10 秒間データが届かなかったことを示します。`,
      },
    },
  },
  {
    services: ['uploads'],
    tags: ['files'],
    ...{ helped: 18, not: 11, views: 395, said: 'It does not say what happens to an upload that stopped over night.' },
    texts: {
      en: {
        title: 'Uploading large recordings',
        body: `Files of up to **200 GB** go up in parts. When the connection ends, choose the same file again: only what is missing is sent.

- A part that waits longer than **24 hours** is thrown away.
- Names of more than 200 characters are cut.

Developers send parts through the API: see [Keys for the API](keys-for-the-api).`,
      },
      de: {
        title: 'Große Aufnahmen hochladen',
        body: `Dateien bis **200 GB** werden in Teilen übertragen. Bricht die Verbindung ab, wählen Sie dieselbe Datei noch einmal: Es wird nur gesendet, was fehlt.

- Ein Teil, der länger als **24 Stunden** wartet, wird verworfen.
- Namen mit mehr als 200 Zeichen werden gekürzt.`,
      },
    },
  },
  {
    services: ['sign-in'],
    tags: ['access', 'password'],
    ...{ helped: 73, not: 4, views: 1_240 },
    texts: {
      en: {
        title: 'Resetting a forgotten password',
        body: `1. Open **Sign in** and choose *Forgotten*.
2. Enter the address that you signed up with. We send a link that works for an hour.
3. Choose a password of twelve characters or more.

No mail? Look among the unwanted ones. If your company signs in with its own accounts, its administrator resets them, not we.`,
      },
      de: {
        title: 'Ein vergessenes Passwort zurücksetzen',
        body: `1. Öffnen Sie **Anmelden** und wählen Sie *Vergessen*.
2. Geben Sie die Adresse ein, mit der Sie sich angemeldet haben. Wir senden einen Link, der eine Stunde lang gilt.
3. Wählen Sie ein Passwort mit mindestens zwölf Zeichen.

Keine Mail? Sehen Sie im Spam-Ordner nach.`,
      },
    },
  },
  {
    services: ['billing'],
    tags: ['invoices'],
    ...{ helped: 22, not: 9, views: 501 },
    texts: {
      en: {
        title: 'Reading your invoice',
        body: `Invoices are written on the first of each month, for the month before.

**Minutes** are minutes of video that somebody watched, counted by the second and rounded at the end. **Storage** is the largest amount of the month.

A credit that we gave after an incident stands as a line of its own, with the number of the incident.`,
      },
      de: {
        title: 'Ihre Rechnung lesen',
        body: `Rechnungen kommen am Ersten jedes Monats, für den Monat davor.

**Minuten** sind Minuten Video, die jemand angesehen hat. **Speicher** ist die größte Menge des Monats.

Eine Gutschrift nach einer Störung steht in einer eigenen Zeile, mit der Nummer der Störung.`,
      },
    },
  },
  {
    services: ['api', 'uploads'],
    tags: ['developers'],
    ...{ helped: 12, not: 1, views: 230 },
    texts: {
      en: {
        title: 'Keys for the API',
        body: `Make a key under **Developers → Keys**. It is shown once.

\`\`\`
curl -H "Authorization: Bearer KEY" https://api.tidewater.example/v1/recordings
\`\`\`

A key that leaked is taken back at once: choose *End* beside it. Requests with it get \`401\` within seconds.`,
      },
    },
  },
  {
    services: ['live-video'],
    tags: ['for agents'],
    open: false,
    ...{ helped: 5, not: 0, views: 0 },
    texts: {
      en: {
        title: 'Moving a customer to another ingest region',
        body: `Only while a region is down, and only with the customer’s agreement: recordings then lie in another country.

1. Look up the account’s **data region** in its contract.
2. Set *Ingest* to the nearest region that runs.
3. Note the number of the crisis, so that it is set back afterwards.`,
      },
    },
  },
  {
    services: ['playback'],
    tags: ['subtitles'],
    draft: true,
    ...{ helped: 0, not: 0, views: 0 },
    texts: {
      en: { title: 'Adding subtitles to a recording', body: 'Upload a `.vtt` file beside the recording. (What about several languages? Ask the team.)' },
    },
  },
]

export const demoMisses = [
  { text: 'change time zone of schedule', times: 14, locale: 'en' },
  { text: 'untertitel hinzufügen', times: 9, locale: 'de' },
  { text: 'delete my account', times: 6, locale: 'en' },
]
