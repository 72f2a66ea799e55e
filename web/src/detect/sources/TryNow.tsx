import { Group, Paper, Stack, Text } from '@mantine/core'
import type { SourceTried } from '../../../../server/src/detect/signals/signals.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Moment } from '../../ui/Moment.tsx'
import type { Write } from '../../ui/use-write.ts'
import styles from './Sources.module.css'
import { asSent, type Given } from './sources.ts'

export type Tried = Write<object, SourceTried>
type Found = SourceTried['found'][number]

/** Asks as it is filled in, and shows what would have come; nothing is kept. */
export function TryNow({ given, source, tried, quiet }: { given: Given; source: string | undefined; tried: Tried; quiet: boolean }) {
  const { data } = tried
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <ActionButton
          write={tried}
          quiet={quiet}
          body={{ ...asSent({ ...given, name: given.name || t('sources.tryName') }), source: source ?? null }}
          variant="default"
          may="settings"
        >
          {t('sources.try')}
        </ActionButton>
        <Text size="sm" c="dimmed">
          {t('sources.tryHint')}
        </Text>
      </Group>
      <div aria-live="polite">
        {data && (
          <Paper p="sm" withBorder>
            <Text size="sm" {...(data.well ? {} : { className: 'lw-amber' })}>
              {data.sentence}
            </Text>
            {data.found.length > 0 && (
              // Keyboards scroll it too.
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
              <ul className={styles.found} tabIndex={0} aria-label={t('sources.tried')}>
                {data.found.map((each, nth) => (
                  <Shown key={nth} found={each} />
                ))}
              </ul>
            )}
          </Paper>
        )}
      </div>
    </Stack>
  )
}

function Shown({ found: { at, title, body, state, account, language, sentiment, intents, left } }: { found: Found }) {
  if (left !== null)
    return (
      <li>
        <Text size="sm" c="dimmed">
          {at && <Moment at={at} />} {t('sources.left', { why: left })}
        </Text>
      </li>
    )
  const read = [state && t(state === 'firing' ? 'sources.firing' : 'sources.resolved'), account, language, sentiment, ...intents].filter(Boolean).join(' · ')
  return (
    <li>
      <Text size="sm" className={styles.words}>
        {body ?? title}
      </Text>
      <Text size="xs" c="dimmed">
        {at && <Moment at={at} />} {read}
      </Text>
    </li>
  )
}
