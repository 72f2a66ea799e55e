import { Group, Stack, Text } from '@mantine/core'
import type { SignOffView } from '../../../../server/src/restore/sign-off/sign-off.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand, useRoomPart } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { number, percent } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { FollowUps } from './FollowUps.tsx'
import { ToAsk } from './ToAsk.tsx'
import { TierTable, WhereTable } from './SignOffTables.tsx'
import styles from './SignOffCard.module.css'

/** The customers' own word that it works again: the rate against its target, by tier, and who must be looked after. */
export function SignOffCard() {
  const query = useRoomPart<SignOffView>('sign-off')
  return (
    <Card title={t('signOff.title')}>
      <Loaded query={query}>{(view) => <SignOff view={view} />}</Loaded>
    </Card>
  )
}

function SignOff({ view }: { view: SignOffView }) {
  const { restoredAt, status } = useRoom()
  const ask = useCommand<object>('/sign-off-request', undefined, t('signOff.done'))
  const { asked, works, stillBroken } = view
  const silent = Math.max(0, asked - works - stillBroken)
  return (
    <Stack gap="sm">
      {asked === 0 ? (
        <Text size="sm" c="dimmed">
          {t('signOff.none')}
        </Text>
      ) : (
        <>
          <Group align="baseline" gap="xs">
            <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures">
              {percent(works, asked)}
            </Text>
            <Text size="sm" c="dimmed">
              {t('signOff.rate')}
            </Text>
            <Text size="sm" className={view.reached ? 'lw-green' : 'lw-amber'}>
              {view.reached ? t('signOff.reached', { target: view.targetPercent }) : t('signOff.below', { target: view.targetPercent })}
            </Text>
          </Group>
          <div className={styles.bar} aria-hidden="true">
            <i data-answer="works" style={{ flexGrow: works }} />
            <i data-answer="broken" style={{ flexGrow: stillBroken }} />
            <i style={{ flexGrow: silent }} />
          </div>
          <Text size="sm" className="lw-figures">
            {number(asked)} {t('signOff.asked')} ·{' '}
            <span className="lw-green">
              {number(works)} {t('signOff.works')}
            </span>{' '}
            ·{' '}
            <span className={stillBroken > 0 ? 'lw-red' : ''}>
              {number(stillBroken)} {t('signOff.broken')}
            </span>{' '}
            · {number(silent)} {t('signOff.silent')}
          </Text>
          <TierTable tiers={view.tiers} />
          {view.unasked.works + view.unasked.stillBroken > 0 && (
            <Text size="xs" c="dimmed">
              {t('signOff.unasked', { works: number(view.unasked.works), broken: number(view.unasked.stillBroken) })}
            </Text>
          )}
        </>
      )}
      <FollowUps view={view} />
      <WhereTable places={view.places} />
      <ToAsk view={view} />
      {!restoredAt && (
        <Text size="sm" c="dimmed">
          {t('signOff.after')}
        </Text>
      )}
      {restoredAt && status !== 'closed' && (asked === 0 || silent > 0) && (
        <ActionButton
          write={ask}
          body={{}}
          may="restore"
          variant={asked === 0 ? 'filled' : 'default'}
          confirm={
            asked === 0
              ? { title: t('signOff.confirm'), text: t('signOff.text'), label: t('signOff.now') }
              : { title: t('signOff.againTitle'), text: t('signOff.againText'), label: t('signOff.again') }
          }
        >
          {asked === 0 ? t('signOff.ask') : t('signOff.again')}
        </ActionButton>
      )}
    </Stack>
  )
}
