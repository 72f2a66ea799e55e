import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { AudienceFilter, AudienceView } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { AudienceDialog } from './AudienceDialog.tsx'
import styles from './Audiences.module.css'
import { audiencesKey, useAudiences } from './audiences.ts'

/** Named choices among those whom a crisis hurts. */
export function SavedAudiences() {
  const query = useAudiences()
  const may = useMay('write-update')
  const [open, setOpen] = useState<AudienceView | 'new'>()
  const remove = useWrite<unknown, { id: string }>({
    path: ({ id }) => `/api/audiences/${id}/removal`,
    send: () => ({}),
    touches: [audiencesKey],
    done: t('audiences.removed'),
  })
  return (
    <Card
      title={t('audiences.saved')}
      aside={
        may && (
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('audiences.add')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t('audiences.none')} text={t('audiences.noneText')} />
          ) : (
            <ul className={styles.list}>
              {all.map((each) => (
                <li key={each.id}>
                  <div>
                    <Text fw={600}>{each.name}</Text>
                    <Text size="sm" c="dimmed">
                      {inWords(each.filter)}
                    </Text>
                  </div>
                  {may && (
                    <Group gap="xs">
                      <Button size="xs" variant="default" aria-label={t('audiences.changeOne', { name: each.name })} onClick={() => setOpen(each)}>
                        {t('audiences.change')}
                      </Button>
                      <Button
                        size="xs"
                        variant="subtle"
                        color="gray"
                        aria-label={t('audiences.removeOne', { name: each.name })}
                        onClick={() => remove.mutate({ id: each.id })}
                      >
                        {t('audiences.remove')}
                      </Button>
                    </Group>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open && <AudienceDialog audience={open === 'new' ? undefined : open} close={() => setOpen(undefined)} />}
    </Card>
  )
}

/** What a choice asks, part by part. */
function inWords({ degrees, tiers, regions, services, positions, vulnerable, owners }: AudienceFilter): string {
  const said = [
    degrees?.map((degree) => tOf('audiences.degree', degree)).join(', '),
    vulnerable === undefined ? undefined : t(vulnerable ? 'audiences.vulnerable.yes' : 'audiences.vulnerable.no'),
    ...[tiers, regions, positions, owners].map((list) => list?.join(', ')),
    services && tn('audiences.services', services.length),
  ].filter(Boolean)
  return said.length === 0 ? t('audiences.everybody') : said.join(' · ')
}
