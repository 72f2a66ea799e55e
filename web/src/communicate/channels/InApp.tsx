import { Code, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Copy } from '../../ui/Copy.tsx'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type BrandUse, brandUsesKey } from './brand-uses.ts'
import styles from './Channels.module.css'

/** What puts a brand's notices into the customer's app, and lets its chat know whose account it is: the secret, and the lines to paste. */
export function InApp({ brand: { slug, name, inApp, chatButton, inAppSecret } }: { brand: BrandUse }) {
  const { data: session } = useSession()
  const [secret, setSecret] = useState<string>()
  const make = useWrite<{ secret: string }>({ path: `/api/brands/${slug}/in-app-secret`, touches: [brandUsesKey], after: (made) => setSecret(made.secret) })
  const [home, who] = [session?.statusUrl ?? '', 'data-account="ACCOUNT KEY" data-proof="PROOF"']
  const snippets = [
    ...(inApp
      ? [
          {
            words: t('inApp.step3'),
            label: t('inApp.copy', { brand: name }),
            text: `<script src="${home}/in-app.js"\n  data-brand="${slug}" ${who} async></script>`,
          },
        ]
      : []),
    ...(chatButton
      ? [{ words: t('inApp.stepChat'), label: t('inApp.copyChat', { brand: name }), text: `<script src="${home}/${slug}/widget.js"\n  ${who} defer></script>` }]
      : []),
  ]
  return (
    <Stack gap="xs" mt="xs">
      {secret && <SecretNote secret={secret} text={t('secret.inApp')} />}
      <ActionButton
        write={make}
        body={undefined}
        size="compact-sm"
        variant={inAppSecret ? 'default' : 'filled'}
        may="settings"
        {...(inAppSecret ? { confirm: { title: t('inApp.renewTitle', { brand: name }), text: t('inApp.renewText') } } : {})}
      >
        {inAppSecret ? t('inApp.renew') : t('inApp.make')}
      </ActionButton>
      <details>
        <summary>{t(inApp ? 'inApp.how' : 'inApp.howChat', { brand: name })}</summary>
        <ol className={styles.steps}>
          <li>{t('inApp.step1')}</li>
          <li>
            {t('inApp.step2')}
            <Code block className="lw-prewrap" mt={4}>
              {`createHmac('sha256', secret).update(accountKey).digest('hex')`}
            </Code>
          </li>
          {snippets.map(({ words, label, text }) => (
            <li key={label}>
              {words}
              <Code block className="lw-prewrap" mt={4}>
                {text}
              </Code>
              <Group mt={6}>
                <Copy text={text} label={label} />
              </Group>
            </li>
          ))}
        </ol>
      </details>
    </Stack>
  )
}
