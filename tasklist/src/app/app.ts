import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';

/** The root: pages come by address. */
@Component({ selector: 'gbc-app', imports: [RouterOutlet], template: '<router-outlet />' })
export class App {}
