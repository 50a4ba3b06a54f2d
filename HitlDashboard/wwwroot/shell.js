// Starts the circuit and the small modules that live outside it. Deferred scripts run in their order: Blazor is there.
import './copy.js';
import './theme.js';
import './time.js';
import { follow, retryDelay } from './link.js';

follow();
window.Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: retryDelay } } });
