import { useChat } from '../src/chat/store';
import { forgetEntry } from '../src/connect/entry';
import { useCanvas } from '../src/store/canvas';
import { forgetSteps } from '../src/store/history';
import { useDialogs } from '../src/store/dialogs';
import { queryClient } from '../src/store/query';
import { forgetNudges } from '../src/store/hierarchy';
import { forgetToasts, useToasts } from '../src/store/toasts';
import { forgetFading, useTraffic } from '../src/store/traffic';
import { forgetHeard, useVitals } from '../src/store/vitals';

/** Every store as it is on a fresh page, and nothing that a test before has left to the clock. */
export function forgetEverything(): void {
  localStorage.clear();
  sessionStorage.clear();
  location.hash = '';
  queryClient.clear();
  forgetEntry();
  forgetSteps();
  forgetFading();
  forgetHeard();
  forgetToasts();
  forgetNudges();
  useCanvas.setState(useCanvas.getInitialState(), true);
  useTraffic.setState(useTraffic.getInitialState(), true);
  useChat.setState(useChat.getInitialState(), true);
  useToasts.setState(useToasts.getInitialState(), true);
  useDialogs.setState(useDialogs.getInitialState(), true);
  useVitals.setState(useVitals.getInitialState(), true);
}
