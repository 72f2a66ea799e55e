import { useCloseCrisis } from '../../stabilize/crisis/command.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { ClosingText } from './ClosingText.tsx'

/** Before the watch is over, or where something was noticed, it is closed with a reason. */
export function CloseDialog({ close }: { close: () => void }) {
  const { id, watch } = useRoom()
  const write = useCloseCrisis(id, close)
  const needed = watch.state === 'running' || watch.proposesReopening
  return (
    <ReasonDialog
      title={t('close.title')}
      text={<ClosingText />}
      label={needed ? t('close.why') : t('close.note')}
      does={t('close.action')}
      write={write}
      body={(reason) => (reason === '' ? {} : { reason })}
      optional={!needed}
      may="command"
      close={close}
    />
  )
}
