import { Group, NativeSelect, Paper, Stack, Tabs, Text } from '@mantine/core'
import type { Parts } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import calls from '../calls/Calls.module.css'
import { SayLines } from '../calls/SayLines.tsx'
import { Findings } from '../linter/Findings.tsx'
import styles from './Composer.module.css'
import { SocialPosts } from './SocialPosts.tsx'
import { usePictures } from './use-pictures.ts'
import { othersNeeded, type PreviewQuery } from './use-preview.ts'

/** The languages that there are words around a message in. */
const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja'] as const
type Shown = { preview: PreviewQuery; parts: Parts; hasTitle: boolean; onlyMail: boolean; locale: string; onLocale: (locale: string) => void }

/** The same truth on each channel, rendered by the server exactly as it will go out; in the frame of the reader who is chosen. */
export function UpdatePreview({ preview, parts, hasTitle, onlyMail, locale, onLocale }: Shown) {
  const shown = preview.data
  const page = usePictures(shown?.statusPage.html ?? '')
  return (
    <Stack gap="xs" className={styles.preview} aria-label={t('preview.title')} component="section">
      <Group justify="space-between" gap="xs" align="center">
        <Text size="sm" fw={600}>
          {t('preview.title')}
        </Text>
        <NativeSelect
          size="xs"
          aria-label={t('preview.reader')}
          value={locale}
          onChange={(event) => onLocale(event.currentTarget.value)}
          data={languages.map((value) => ({ value, label: t('preview.readerOf', { language: languageName(value) }) }))}
        />
      </Group>
      {!hasTitle && (
        <Text size="sm" c="dimmed">
          {t('preview.needTitle')}
        </Text>
      )}
      {preview.isError && hasTitle && <ErrorNote error={preview.error} retry={preview.refetch} />}
      {shown && hasTitle && (
        <>
          <Text size="sm">
            {t('compose.reaches', { recipients: tn('compose.recipients', shown.recipients) })}.{' '}
            {othersNeeded(shown) > 0 && t('compose.needsTwo', { people: tn('compose.approvals', othersNeeded(shown)) })}
          </Text>
          <Findings findings={shown.findings} warnings={shown.warnings} />
          <Tabs key={String(onlyMail)} defaultValue={onlyMail ? 'email' : 'status-page'} keepMounted={false}>
            <Tabs.List>
              {!onlyMail && <Tabs.Tab value="status-page">{t('preview.statusPage')}</Tabs.Tab>}
              <Tabs.Tab value="email">{t('preview.email')}</Tabs.Tab>
              {!onlyMail && <Tabs.Tab value="text">{t('preview.text')}</Tabs.Tab>}
              {!onlyMail && <Tabs.Tab value="chat">{t('preview.chat')}</Tabs.Tab>}
              {!onlyMail && <Tabs.Tab value="social">{t('preview.social')}</Tabs.Tab>}
              {!onlyMail && <Tabs.Tab value="in-app">{t('preview.inApp')}</Tabs.Tab>}
              {!onlyMail && <Tabs.Tab value="call">{t('preview.call')}</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="status-page" pt="xs">
              <iframe sandbox="" title={t('preview.statusPage')} srcDoc={page} className="lw-frame" style={{ height: 'min(560px, 60vh)' }} />
            </Tabs.Panel>
            <Tabs.Panel value="email" pt="xs">
              <Text size="sm" mb={6}>
                <Text span c="dimmed" size="sm">
                  {t('preview.subject')}:{' '}
                </Text>
                {shown.email.subject}
              </Text>
              <iframe sandbox="" title={t('preview.email')} srcDoc={shown.email.html} className="lw-frame" style={{ height: 'min(530px, 56vh)' }} />
            </Tabs.Panel>
            <Tabs.Panel value="text" pt="xs">
              <Text size="sm" mb={6} c="dimmed">
                {tn('preview.segments', shown.text.segments)}
              </Text>
              {shown.text.uncut > mostSegments && (
                <Text size="sm" mb={6} className="lw-amber" role="status">
                  {t('preview.cut', { count: shown.text.uncut })}
                </Text>
              )}
              <Paper p="sm" withBorder>
                <Text size="sm" className="lw-prewrap" style={{ overflowWrap: 'anywhere' }}>
                  {shown.text.text}
                </Text>
              </Paper>
            </Tabs.Panel>
            <Tabs.Panel value="chat" pt="xs">
              <Paper p="sm" withBorder>
                <Text fw={600}>{shown.chat.title}</Text>
                {shown.chat.lines.map(({ label, text }) => (
                  <Text size="sm" mt={6} className="lw-prewrap" key={label}>
                    <b>{label}</b>
                    {`\n${text}`}
                  </Text>
                ))}
                <Text size="xs" c="dimmed" mt={6}>
                  {shown.chat.footer}
                </Text>
              </Paper>
            </Tabs.Panel>
            <Tabs.Panel value="social" pt="xs">
              <SocialPosts posts={shown.social} />
            </Tabs.Panel>
            <Tabs.Panel value="in-app" pt="xs">
              <iframe sandbox="" title={t('preview.inApp')} srcDoc={shown.inApp.html} className="lw-frame" style={{ height: 'min(260px, 40vh)' }} />
            </Tabs.Panel>
            <Tabs.Panel value="call" pt="xs">
              <section aria-label={t('preview.call')} className={calls.say}>
                <SayLines parts={parts} nextUpdateAt={shown.promiseBy} timeZone={shown.call.timeZone} />
              </section>
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Stack>
  )
}

const mostSegments = 2
const languageName = (code: string) => new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code
