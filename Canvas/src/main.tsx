import '@xyflow/react/dist/base.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/graph.css';
import './styles/panel.css';
import './styles/dialogs.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { followTheme } from './theme/theme';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

followTheme();
createRoot(root).render(<StrictMode><App /></StrictMode>);
