import { ActionIcon, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { CriterionCheck } from './CriterionCheck.tsx'
import { FigureField } from './FigureField.tsx'

export type CriterionView = RestorationView['criteria'][number]
const tones = { met: 'lw-green', failing: 'lw-red', open: 'lw-amber' } as const

/** A word is ticked, a figure entered; what a machine sees is said, with its state in words and not by colour alone. */
export function CriterionLine({ criterion, locked }: { criterion: CriterionView; locked: boolean }) {
  const [leaving, { open, close }] = useDisclosure(false)
  const mayLeave = useMay('command') && !locked
  const leave = useCommand<{ reason: string }>(`/criteria/${encodeURIComponent(criterion.key)}/removal`, close)
  const { measure, state, sentence } = criterion
  const byWord = measure.kind === 'word' || (measure.kind !== 'figure' && (state === 'open' || criterion.by !== null))
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
      <div style={{ minWidth: 0, flex: 1 }}>
        {byWord ? (
          <CriterionCheck criterion={criterion} locked={locked} />
        ) : (
          <Text size="sm" className="lw-clip">
            {criterion.text}
          </Text>
        )}
        {measure.kind !== 'word' && (
          <Text size="sm" className="lw-clip">
            <span className={tones[state]}>{tOf('criterion', state)}</span>{' '}
            <Text span size="sm" c="dimmed">
              {sentence}
            </Text>
          </Text>
        )}
        {measure.kind === 'figure' && !locked && <FigureField criterion={criterion} unit={measure.unit} />}
      </div>
      {mayLeave && (
        <ActionIcon variant="subtle" color="gray" size={36} onClick={open} aria-label={t('criteria.leaveOut', { text: criterion.text })}>
          <Icon name="close" />
        </ActionIcon>
      )}
      {leaving && (
        <ReasonDialog
          title={t('criteria.leaveTitle')}
          text={
            <Text size="sm" fw={600} className="lw-clip">
              {criterion.text}
            </Text>
          }
          label={t('criteria.leaveWhy')}
          does={t('criteria.leaveDo')}
          write={leave}
          body={(reason) => ({ reason })}
          may="command"
          close={close}
        />
      )}
    </Group>
  )
}
