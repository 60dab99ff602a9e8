{ init.pas - our init as Free Pascal has it. }
program init;

uses BaseUnix;

const
  TwoSeconds: TTimeSpec = (tv_sec: 2; tv_nsec: 0);

var
  Tick: LongInt = 0;

begin
  WriteLn('Hello from pascal init!');
  WriteLn('PID: ', FpGetPid);
  while True do
  begin
    WriteLn('tick ', Tick);
    Inc(Tick);
    FpNanoSleep(@TwoSeconds, nil);
  end;
end.
