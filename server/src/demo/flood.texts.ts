// What Tidewater's customers write while live video breaks off, in our own words: so many minutes after onset, by whom, in their language.

/** hurt: in the impact, its account drawn by number; vulnerable, enterprise: hurt ones of that kind; elsewhere: uses the service in another region; stranger: nobody knows whose address it is. */
export type Who = 'hurt' | 'vulnerable' | 'enterprise' | 'elsewhere' | 'stranger'
export type Letter = { at: number; who: Who; subject: string; text: string; channel?: 'phone'; about?: 'else' }

const write = (at: number, who: Who, subject: string, text: string, more: Pick<Letter, 'channel' | 'about'> = {}): Letter => ({
  at,
  who,
  subject,
  text,
  ...more,
})
const other = { about: 'else' } as const
const phone = { channel: 'phone' } as const

export const letters: Letter[] = [
  write(3, 'hurt', 'Broadcast stopped', 'Our live video stopped a few minutes ago and does not come back. Is something wrong on your side?'),
  write(4, 'hurt', 'Stream is down', 'We are live right now and viewers see a black picture. Please help!'),
  write(5, 'hurt', 'Übertragung bricht ab', 'Guten Tag, unsere Live-Übertragung bricht seit fünf Minuten ständig ab. Liegt das an Ihnen oder an uns?'),
  write(
    6,
    'vulnerable',
    'Ward rounds by video do not work',
    'Our nurses use the live video for patients at home. It has stopped working. One patient cannot be reached, this is an emergency for us.',
  ),
  write(6, 'hurt', 'Upload hangs at 40 %', 'Uploads hang at about 40 % and then fail with a timeout. I tried three files.'),
  write(
    7,
    'enterprise',
    'All rooms fail',
    'All of our 60 rooms fail to start since a few minutes. Several hundred people are waiting. We need somebody on the phone now.',
    phone,
  ),
  write(8, 'hurt', 'Le direct ne fonctionne plus', 'Bonjour, notre diffusion en direct ne fonctionne plus depuis dix minutes. Pouvez-vous nous aider ?'),
  write(8, 'hurt', 'ライブ配信が止まりました', '数分前からライブ配信が止まっています。復旧の見込みを教えてください。'),
  write(9, 'hurt', 'live video??', 'not working. again. this is the second outage this month'),
  write(10, 'hurt', 'Video keeps breaking off', 'The live video keeps breaking off in all of our rooms. Sound goes first, then everything.'),
  write(
    11,
    'enterprise',
    'Service interruption, contract reference 4471',
    'Live video has failed for all of our sites. Under our contract you owe us a report within the hour. Our lawyer has been told and we will claim the penalty.',
  ),
  write(12, 'stranger', 'Cannot watch the game', 'I wanted to watch my daughter’s game and the live video does not load. I have a ticket. Who helps me?'),
  write(
    13,
    'hurt',
    'Graduation ceremony in 20 minutes',
    'Our graduation ceremony begins in 20 minutes and the live video does not start. 900 families want to watch. Please tell us today, now, whether it will work!',
  ),
  write(13, 'hurt', 'Uploads scheitern', 'Hallo, seit einer Viertelstunde scheitern bei uns alle Uploads. Sind die Dateien verloren?'),
  write(
    14,
    'hurt',
    'Broadcast failed in the middle of a sale',
    'We were selling live and lost all viewers. We lose money every minute. THIS IS UNACCEPTABLE!!! Fix it or we are gone.',
  ),
  write(15, 'hurt', 'No video', 'Live video is down for us in the eastern US. Your status page says nothing. Anyone there?'),
  write(15, 'hurt', 'Question about the outage', 'Live video fails for us. Do you have a time by when it will work? We need to tell our teachers something.'),
  write(16, 'hurt', 'Plus de vidéo en direct', 'La vidéo en direct est coupée chez nous. C’est la deuxième fois ce mois-ci, nous sommes très déçus.'),
  write(
    17,
    'hurt',
    'Second try: broadcast fails',
    'I wrote ten minutes ago and nobody answered. The broadcast still fails. I am really angry, this is the worst service I have ever had!',
  ),
  write(
    18,
    'vulnerable',
    'Hearing by live video had to stop',
    'The court hearing that runs by your live video had to be stopped. We must know by 5 pm whether to move it to another day.',
  ),
  write(18, 'hurt', 'Uploads queue up', 'About 200 uploads are queued up and none gets through. Should we stop our machines or let them go on?'),
  write(19, 'hurt', 'ライブ映像が途切れます', 'お世話になっております。ライブ映像が何度も途切れ、会議ができません。至急ご確認ください。'),
  write(
    20,
    'hurt',
    'Church service cut off',
    'Our service was cut off and the older people at home now see nothing. Please bring the live video back, many of them have nothing else today.',
  ),
  write(
    20,
    'elsewhere',
    'Live video is slow in Frankfurt',
    'Live video feels slow for us in Frankfurt, some rooms do not open. Is it the same trouble that others talk about?',
  ),
  write(21, 'elsewhere', 'Langsame Live-Bilder', 'Bei uns in München ruckelt das Live-Bild seit etwa zwanzig Minuten. Gibt es eine Störung?'),
  write(22, 'hurt', 'Refund', 'We paid for a live event that did not happen because your live video was down. I want our money back for this month.'),
  write(22, 'hurt', 'live does not start', 'the live video does not start, it says connection lost'),
  write(
    23,
    'enterprise',
    'Board meeting',
    'The live video of our board meeting broke off. I would like a call from whoever looks after us, not a form letter.',
  ),
  write(24, 'hurt', 'Thanks for the update', 'Thank you for the message just now. Good to know that you are on it. Live video is still down for us.'),
  write(25, 'hurt', 'Does it help to restart?', 'Does it help to restart the rooms? We did it twice and the live video failed each time.'),
  write(
    26,
    'hurt',
    'Übertragung für morgen',
    'Wir haben morgen eine große Live-Übertragung. Können wir uns darauf verlassen? Heute bricht jede Verbindung ab.',
  ),
  write(27, 'hurt', 'Uploads cut off', 'Each upload is cut off after a minute. The file is 2 GB. Will I have to begin from zero?'),
  write(
    28,
    'hurt',
    'We cancel',
    'This is the third outage. I want to cancel our contract at the end of the month. Live video that is not live is worth nothing.',
  ),
  write(
    29,
    'hurt',
    'Direct interrompu pendant le concert',
    'Notre concert en direct a été interrompu. Les spectateurs demandent un remboursement. Que devons-nous leur dire ?',
  ),
  write(31, 'stranger', 'is live video down', 'is live video down? I see only a wheel that turns. I am not a customer, my school is'),
  write(
    32,
    'hurt',
    'Radio show off the air',
    'Our radio show goes out over your live video. We are off the air since half an hour. Please, any time at all would help us.',
  ),
  write(33, 'hurt', '配信できません', '配信を開始できません。エラー「接続が切れました」と表示されます。'),
  write(
    34,
    'hurt',
    'Many of our customers complain',
    'Dozens of our customers complain to us that the live video fails. We have no answer for them. What may we say?',
  ),
  write(36, 'hurt', 'Anything new?', 'Half an hour without live video. Is there anything new? We have to decide whether we send everybody home.'),
  // After the first answer for all.
  write(42, 'hurt', 'Region us-west?', 'You write that we can broadcast from us-west. Where do I find that setting? Live video still fails in us-east.'),
  write(42, 'hurt', 'Upload again?', 'Is it safe to repeat the uploads that failed now, or shall we wait until all is well?'),
  write(43, 'hurt', 'Live video still down in Boston', 'Still no live video in Boston. The workaround is too complicated for our volunteers.'),
  write(44, 'hurt', 'Verbindung bricht weiter ab', 'Auch mit der anderen Region bricht die Live-Verbindung bei uns weiter ab. Was können wir noch tun?'),
  write(
    44,
    'enterprise',
    'Telling our own customers',
    'We run live video for 40 theatres. Please send us a text that we may pass on, tonight’s shows begin in two hours.',
  ),
  write(45, 'hurt', 'us-west works', 'Moving the room to us-west worked for us, live video is back. Thank you, that was quick!'),
  write(
    46,
    'hurt',
    'Your outage',
    'Forty minutes! Our live auction was cut off and bidders left. I am furious, and I want to speak to a manager, not to a machine.',
  ),
  write(47, 'elsewhere', 'ライブ配信が遅い', '東京ですが、ライブ配信の画質が落ちています。今回の障害と関係がありますか。'),
  write(48, 'hurt', 'Encore en panne', 'Le direct est encore en panne chez nous. Quand est-ce que ce sera réparé ?'),
  write(49, 'hurt', 'Uploads fail again', 'Uploads of this morning worked, now each one fails. Are recordings of today safe?'),
  write(50, 'hurt', 'Class of 30 children', 'I have 30 children in front of a black screen. Does live video come back within this lesson?'),
  write(51, 'hurt', 'call me', 'Caller says live video fails in every room, wants to be called back before their evening event.', phone),
  // About other things: such days have them too.
  write(2, 'hurt', 'Invoice for June', 'The invoice for June names the old address of our company. Can you send a corrected one?', other),
  write(9, 'hurt', 'Add a colleague', 'How do I add a colleague to our account so that she can see the recordings?', other),
  write(16, 'elsewhere', 'Rechnung', 'Auf der letzten Rechnung fehlt unsere Umsatzsteuernummer. Bitte korrigieren Sie das.', other),
  write(27, 'hurt', 'Captions in Spanish', 'Is there a way to get captions in Spanish on recordings? Our viewers ask for it.', other),
  write(35, 'elsewhere', 'Changer de formule', 'Nous aimerions passer à la formule supérieure à partir du mois prochain. Comment faire ?', other),
  write(41, 'hurt', 'Limits of the API', 'What are the limits of the API per minute? We plan a nightly import of our catalogue.', other),
  write(46, 'elsewhere', 'パスワードの変更', '担当者が変わったため、管理者のパスワードを変更したいです。手順を教えてください。', other),
  write(49, 'stranger', 'Prices for schools', 'Do you have prices for schools? We are about 400 pupils and would use recordings only.', other),
]

/** The first answer for all, so many minutes after onset. */
export const firstAnswer = {
  at: 40,
  texts: {
    en: 'Hello {name|there},\n\nlive video breaks off and uploads do not finish for many customers in the eastern and central US, and we are sorry that {account|you} had to write to us about it. A change to our network took far more capacity away than it should have. We are taking it back, broadcasts first.\n\nUntil then: broadcasts can be started in us-west. Choose the region in the settings of the room. Uploads that failed can be repeated later; nothing that had finished is lost.\n\nWe write again by {next_update|the next update}. What is known stands at {status_page}.',
    de: 'Guten Tag {name},\n\nbei vielen Kunden im Osten und in der Mitte der USA brechen Live-Übertragungen ab und Uploads werden nicht fertig. Es tut uns leid, dass auch {account|Sie} betroffen sind. Eine Änderung an unserem Netz hat weit mehr Leitungen abgeschaltet als vorgesehen. Wir nehmen sie zurück, Übertragungen zuerst.\n\nBis dahin: Übertragungen lassen sich in us-west starten. Die Region wählen Sie in den Einstellungen des Raums. Uploads können Sie später wiederholen; was fertig war, ist nicht verloren.\n\nWir schreiben wieder bis {next_update|zur nächsten Nachricht}. Was bekannt ist, steht auf {status_page}.',
    fr: 'Bonjour {name},\n\nles diffusions en direct s’interrompent et les envois de fichiers n’aboutissent pas pour de nombreux clients de l’est et du centre des États-Unis. Nous vous prions de nous en excuser. Une modification de notre réseau a retiré bien plus de capacité que prévu. Nous l’annulons, les diffusions d’abord.\n\nEn attendant, une diffusion peut être lancée depuis us-west : choisissez la région dans les réglages de la salle. Les envois échoués pourront être refaits ; rien de ce qui était terminé n’est perdu.\n\nProchain message au plus tard {next_update|bientôt}. L’état actuel : {status_page}',
    ja: '{name|お客様}\n\n米国東部・中部の多くのお客様で、ライブ映像が途切れ、アップロードが完了しない状態が続いております。ご迷惑をおかけし申し訳ございません。ネットワークの設定変更により、想定を超える回線が停止したことが原因です。現在、配信を優先して元に戻しております。\n\nそれまでは us-west リージョンで配信を開始できます（ルームの設定でリージョンを選択してください）。失敗したアップロードは後ほどやり直せます。完了済みのデータは失われていません。\n\n次のお知らせ：{next_update|追ってご連絡します}。現在の状況：{status_page}',
  },
}

/** What Yuki, of customer care, did by hand. `nth`: which letter. */
export const byHand = {
  replied: [
    {
      letter: 'Add a colleague',
      at: 21,
      then: 'closed' as const,
      text: 'Under Settings, People, press “Invite” and choose “May watch recordings”. She gets a mail with a link.',
    },
    { letter: 'Invoice for June', at: 25, then: 'waiting' as const, text: 'Gladly. Which address shall stand on it, and from which day on?' },
  ],
  noted: [
    {
      letter: 'Service interruption, contract reference 4471',
      at: 30,
      text: '@Mara Lind, they want the report that their contract promises within the hour. Legal has a draft; who signs it?',
    },
    {
      letter: 'Ward rounds by video do not work',
      at: 26,
      text: 'Called back at once: the patient was reached by telephone, nobody is in danger. They need rooms in us-west until it is over.',
    },
  ],
  taken: ['Service interruption, contract reference 4471', 'Ward rounds by video do not work', 'Board meeting'],
  putOff: { letter: 'Captions in Spanish', at: 45, forMinutes: 24 * 60 },
}
