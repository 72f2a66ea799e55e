import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { number, span } from '../../ui/format.ts'
import { useTick } from '../../ui/use-tick.ts'
import { useWrite } from '../../ui/use-write.ts'
import { AskedText } from './AskedText.tsx'
import { SourceDialog } from './SourceDialog.tsx'
import styles from './Sources.module.css'
import { mustSign, type Source, sourcesKey, whatOf } from './sources.ts'

/** What it is, when it was heard, and what became of what it sent in the last hour. */
export function SourceRow({ source }: { source: Source }) {
  const [changing, setChanging] = useState(false)
  const brands = useBrands().data ?? []
  const now = useTick(30_000)
  const { id, name, kind, practice, service, region, lastAt, lastHour, strangers, signed, brand, asked, settings } = source
  const remove = useWrite({
    path: `/api/signal-sources/${id}/removal`,
    touches: [sourcesKey],
    done: t(asked ? 'sources.removedAsked' : 'sources.removed', { name }),
  })
  const about = [brands.length > 1 ? (brands.find(({ slug }) => slug === brand)?.name ?? brand) : undefined, whatOf(settings), service, region]
    .filter(Boolean)
    .join(' · ')
  const { taken, twice, refused, thinned } = lastHour
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {tOf('sources.kind', kind)}
          </Text>
          {practice && <Badge color="gray">{t('practice')}</Badge>}
        </Group>
        {about && (
          <Text size="xs" c="dimmed" className="lw-clip">
            {about}
          </Text>
        )}
        {asked ? (
          <AskedText asked={asked} now={now} />
        ) : (
          <Text size="sm" className="lw-figures">
            {lastAt ? t('sources.heard', { span: span(Math.max(0, now - Date.parse(lastAt))) }) : t('sources.never')}
          </Text>
        )}
        <Text size="sm" className="lw-figures">
          <Text span size="sm" c="dimmed">
            {t('sources.lastHour')}:{' '}
          </Text>
          {[t('sources.taken', { count: number(taken) }), t('sources.twice', { count: number(twice) })].join(' · ')} ·{' '}
          <span {...(refused > 0 ? { className: 'lw-red' } : {})}>{t('sources.refused', { count: number(refused) })}</span> ·{' '}
          <span {...(thinned > 0 ? { className: 'lw-amber' } : {})}>{t('sources.thinned', { count: number(thinned) })}</span>
        </Text>
        {strangers && (
          <Text size="sm" className="lw-amber lw-clip">
            {tn('sources.strangers', strangers.signals, { example: strangers.example })}
          </Text>
        )}
        {mustSign(kind) && !signed && (
          <Text size="sm" className="lw-amber">
            {t('sources.unsigned')}
          </Text>
        )}
      </div>
      <Group gap="xs" align="flex-start">
        <Button size="compact-sm" variant="default" aria-label={t('sources.of', { action: t('sources.change'), name })} onClick={() => setChanging(true)}>
          {t('sources.change')}
        </Button>
        <ActionButton
          write={remove}
          body={undefined}
          size="compact-sm"
          variant="default"
          may="settings"
          label={t('sources.of', { action: t('sources.remove'), name })}
          confirm={{
            title: t('sources.removeTitle', { name }),
            text: t(asked ? 'sources.removeAskedText' : 'sources.removeText'),
            label: t('sources.remove'),
            color: 'red',
          }}
        >
          {t('sources.remove')}
        </ActionButton>
      </Group>
      {changing && <SourceDialog source={source} brands={brands} close={() => setChanging(false)} />}
    </li>
  )
}
