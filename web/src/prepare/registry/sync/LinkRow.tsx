import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../../strings/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { colorOf, type Meaning } from '../../../ui/theme.ts'
import { useWrite } from '../../../ui/use-write.ts'
import { useBrands } from '../brands.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { LinkProgress } from './LinkProgress.tsx'
import styles from './Sync.module.css'
import { doublesKey, type Link, linksKey } from './links.ts'

const meanings: Record<'running' | 'done' | 'failed', Meaning> = { running: 'action', done: 'good', failed: 'critical' }

/** One connection: what it is, how far it is, and what can be done with it. */
export function LinkRow({ link }: { link: Link }) {
  const [changing, setChanging] = useState(false)
  const [tried, setTried] = useState<{ works: boolean; sentence: string }>()
  const brands = useBrands().data ?? []
  const { id, name, provider, shop, state, run } = link
  const of = (action: string) => t('sync.of', { action, name })
  const touches = [linksKey, doublesKey]
  const test = useWrite<{ works: boolean; sentence: string }>({ path: `/api/sync-links/${id}/test`, after: setTried })
  const begin = useWrite({ path: `/api/sync-links/${id}/run`, touches, done: t('sync.begun') })
  const pause = useWrite<unknown, { paused: boolean }>({ method: 'PUT', path: `/api/sync-links/${id}/pause`, touches })
  const remove = useWrite({ path: `/api/sync-links/${id}/removal`, touches, done: t('sync.removed', { name }) })
  const look = { size: 'compact-sm', variant: 'default', may: 'settings' } as const
  return (
    <li className={`${styles.item} ${styles.wide}`}>
      <Stack gap={4}>
        <Group gap="xs">
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {shop ?? tOf('sync.provider', provider)}
          </Text>
          {state === 'paused' ? (
            <Badge color="gray">{t('sync.paused')}</Badge>
          ) : (
            run && <Badge color={colorOf[meanings[run.state]]}>{t(`sync.state.${run.state}`, { subject: tOf('sync.subject', run.stage) })}</Badge>
          )}
        </Group>
        <LinkProgress link={link} />
        {tried && (
          <Text size="sm" role="status" className={tried.works ? 'lw-green' : 'lw-red'}>
            {tried.sentence}
          </Text>
        )}
      </Stack>
      <Group gap="xs" align="flex-start">
        <ActionButton
          {...look}
          variant={run ? 'default' : 'filled'}
          write={begin}
          body={undefined}
          disabled={run?.state === 'running'}
          label={of(t('sync.run'))}
        >
          {t('sync.run')}
        </ActionButton>
        <ActionButton {...look} write={test} body={undefined} label={of(t('sync.test'))}>
          {t('sync.test')}
        </ActionButton>
        <ActionButton {...look} write={pause} body={{ paused: state === 'on' }} label={of(t(state === 'on' ? 'sync.pause' : 'sync.resume'))}>
          {t(state === 'on' ? 'sync.pause' : 'sync.resume')}
        </ActionButton>
        <Button size="compact-sm" variant="default" aria-label={of(t('sync.change'))} onClick={() => setChanging(true)}>
          {t('sync.change')}
        </Button>
        <ActionButton
          {...look}
          write={remove}
          body={undefined}
          label={of(t('sync.remove'))}
          confirm={{ title: t('sync.removeTitle', { name }), text: t('sync.removeText'), label: t('sync.remove'), color: 'red' }}
        >
          {t('sync.remove')}
        </ActionButton>
      </Group>
      {changing && <LinkDialog link={link} brands={brands} close={() => setChanging(false)} />}
    </li>
  )
}
