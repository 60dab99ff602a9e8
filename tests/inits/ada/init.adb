--  init.adb - our init as Ada has it.
with Ada.Integer_Text_IO; use Ada.Integer_Text_IO;
with Ada.Text_IO;         use Ada.Text_IO;
with Interfaces.C;

procedure Init is
   function Getpid return Interfaces.C.int
     with Import, Convention => C;
   Tick : Natural := 0;
begin
   Put_Line ("Hello from ada init!");
   Put ("PID: ");
   Put (Integer (Getpid), Width => 0);
   New_Line;
   loop
      Put ("tick ");
      Put (Tick, Width => 0);
      New_Line;
      Tick := Tick + 1;
      delay 2.0;
   end loop;
end Init;
