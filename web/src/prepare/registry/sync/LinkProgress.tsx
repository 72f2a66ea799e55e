import { Button, Code, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { t, tn, tOf } from '../../../strings/t.ts'
import { Copy } from '../../../ui/Copy.tsx'
import { number } from '../../../ui/format.ts'
import { Moment } from '../../../ui/Moment.tsx'
import { LinkProblems } from './LinkProblems.tsx'
import type { Link } from './links.ts'

/** How far the reading is, what it waits for, and whether webhooks arrive. */
export function LinkProgress({ link }: { link: Link }) {
  const [showing, setShowing] = useState(false)
  const { run, waitsUntil, waitsWhy, due, problems, heardAt, signed, hookUrl } = link
  return (
    <>
      {run ? (
        run.counts.map((counts) => (
          <Text key={counts.subject} size="sm" className="lw-figures">
            {t('sync.counts', {
              subject: tOf('sync.subject', counts.subject),
              ...Object.fromEntries((['read', 'added', 'changed', 'same', 'bad'] as const).map((each) => [each, number(counts[each])])),
            } as never)}
          </Text>
        ))
      ) : (
        <Text size="sm">{t('sync.never')}</Text>
      )}
      {run?.failure && (
        <Text size="sm" className="lw-red">
          {run.failure}
        </Text>
      )}
      {waitsWhy && waitsWhy !== run?.failure && waitsUntil && (
        <Text size="sm" className="lw-amber">
          {waitsWhy} {t('sync.waits')} <Moment at={waitsUntil} />
        </Text>
      )}
      {due > 0 && <Text size="sm">{tn('sync.due', due)}</Text>}
      {problems > 0 && (
        <Group gap="xs">
          <Text size="sm" className="lw-amber">
            {tn('sync.problems', problems)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => setShowing(true)}>
            {t('sync.showProblems')}
          </Button>
        </Group>
      )}
      {signed && heardAt && (
        <Text size="sm" c="dimmed">
          {t('sync.heard')}: <Moment at={heardAt} />
        </Text>
      )}
      {!signed && (
        <Text size="sm" className="lw-amber">
          {t('sync.unsigned')}
        </Text>
      )}
      {signed && !heardAt && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('sync.noHook')}
          </Text>
          <Code className="lw-clip">{hookUrl}</Code>
          <Copy text={hookUrl} label={t('sync.copyHook')} />
        </Group>
      )}
      {showing && <LinkProblems link={link} close={() => setShowing(false)} />}
    </>
  )
}
